package ringside.perf.views;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import ringside.layout.Layout;
import ringside.layout.RowSet;
import ringside.snapshot.codec.ViewEncoder;

/** The cube field, all of which one viewer sees. */
final class CubeScene implements Scene {
    private final Layout layout;
    private final RowSet visible;
    private final RecordedFrames recorded;
    private final List<Integer> moved = new ArrayList<>();

    /** That many frames, with that many cubes moving in each. */
    CubeScene(final int frames, final int moving) {
        final CubeField field = new CubeField(moving, CubeField.SEED);
        layout = field.layout();
        visible = new RowSet(layout);
        visible.addAll();
        recorded = new RecordedFrames(layout);
        for (int frame = 0; frame < frames; frame++) {
            moved.add(field.moving());
            field.step();
            recorded.record(field.block());
        }
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int frames() {
        return recorded.count();
    }

    @Override
    public void show(final int frame) {
        recorded.show(frame);
    }

    @Override
    public void look() {
        // Everything is seen, always.
    }

    @Override
    public boolean has(final int frame) {
        return recorded.has(frame);
    }

    @Override
    public DirectBuffer at(final int frame) {
        return recorded.at(frame);
    }

    @Override
    public int viewers() {
        return 1;
    }

    @Override
    public RowSet visible(final int viewer) {
        return visible;
    }

    @Override
    public int seat(final int viewer) {
        return ViewEncoder.NO_SEAT;
    }

    @Override
    public int team(final int viewer) {
        return ViewEncoder.NO_TEAM;
    }

    @Override
    public int nextEffect() {
        return 0;
    }

    @Override
    public int offerEffects(final int viewer, final int from, final ViewEncoder encoder) {
        return 0;
    }

    @Override
    public int moved(final int frame) {
        return moved.get(frame);
    }
}

package ringside.perf.views;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Layout;
import ringside.layout.RowSet;
import ringside.snapshot.codec.ViewEncoder;

/** The cube field, all of which one viewer sees. */
final class CubeScene implements Scene {
    private final Layout layout;
    private final RowSet visible;
    private final List<UnsafeBuffer> blocks = new ArrayList<>();
    private final List<Integer> moved = new ArrayList<>();

    /** That many frames, with that many cubes moving in each. */
    CubeScene(final int frames, final int moving) {
        final CubeField field = new CubeField(moving, CubeField.SEED);
        layout = field.layout();
        visible = new RowSet(layout);
        visible.addAll();
        for (int frame = 0; frame < frames; frame++) {
            moved.add(field.moving());
            field.step();
            blocks.add(Scene.copy(layout, field.block()));
        }
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int frames() {
        return blocks.size();
    }

    @Override
    public DirectBuffer at(final int frame) {
        return blocks.get(frame);
    }

    @Override
    public int viewers() {
        return 1;
    }

    @Override
    public RowSet visible(final int frame, final int viewer) {
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
    public int nextEffect(final int frame) {
        return 0;
    }

    @Override
    public int offerEffects(final int frame, final int viewer, final int from, final ViewEncoder encoder) {
        return 0;
    }

    @Override
    public int moved(final int frame) {
        return moved.get(frame);
    }
}

package ringside.perf.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.game.Lookout;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.Layout;
import ringside.layout.RowSet;
import ringside.snapshot.codec.ViewEncoder;

/** An arena match of 10 players who play the published trace, each of whom looks. */
final class ArenaScene implements Scene {
    private final GameType type;
    private final List<UnsafeBuffer> blocks = new ArrayList<>();
    private final List<RowSet[]> visible = new ArrayList<>();
    private final Viewer[] viewers = new Viewer[TracedMatch.PLAYERS];
    private final MatchSnapshot snapshot;

    ArenaScene(final int frames, final boolean fog) {
        final TracedMatch match = new TracedMatch(fog);
        type = match.type();
        snapshot = new MatchSnapshot(type);
        final Lookout lookout = type.game().lookout();
        for (int frame = 0; frame < frames; frame++) {
            if (frame > 0) {
                match.frame();
            }
            final UnsafeBuffer block = Scene.copy(type.layout(), match.state().block());
            snapshot.wrap(block, 0);
            Arrays.setAll(viewers, snapshot::viewer);
            final RowSet[] seen = new RowSet[viewers.length];
            Arrays.setAll(seen, viewer -> new RowSet(type.layout()));
            lookout.see(snapshot.state(), viewers, viewers.length, seen);
            blocks.add(block);
            visible.add(seen);
        }
    }

    @Override
    public Layout layout() {
        return type.layout();
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
        return viewers.length;
    }

    @Override
    public RowSet visible(final int frame, final int viewer) {
        return visible.get(frame)[viewer];
    }

    @Override
    public int seat(final int viewer) {
        return viewers[viewer].seat();
    }

    @Override
    public int team(final int viewer) {
        return viewers[viewer].team() < 0 ? ViewEncoder.NO_TEAM : viewers[viewer].team();
    }

    @Override
    public int nextEffect(final int frame) {
        return snapshot.wrap(blocks.get(frame), 0).nextEffect();
    }

    @Override
    public int offerEffects(final int frame, final int viewer, final int from, final ViewEncoder encoder) {
        snapshot.wrap(blocks.get(frame), 0);
        final RowSet seen = visible(frame, viewer);
        int offered = 0;
        for (int seq = Math.max(from, snapshot.oldestEffect()); seq < snapshot.nextEffect(); seq++) {
            final int row = snapshot.effectRow(seq);
            if (snapshot.isEffectShown(row, seat(viewer), seen)) {
                encoder.offer(
                        seq,
                        snapshot.effectFrame(row),
                        snapshot.effectType(row),
                        snapshot.state().block(),
                        snapshot.effectRecordOffset(row));
                offered++;
            }
        }
        return offered;
    }

    @Override
    public int moved(final int frame) {
        return TracedMatch.PLAYERS;
    }
}

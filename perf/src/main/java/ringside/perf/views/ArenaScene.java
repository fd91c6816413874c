package ringside.perf.views;

import java.util.Arrays;
import org.agrona.DirectBuffer;
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
    private final RecordedFrames recorded;
    private final Lookout lookout;
    private final RowSet[] visible = new RowSet[TracedMatch.PLAYERS];
    private final Viewer[] viewers = new Viewer[TracedMatch.PLAYERS];
    private final MatchSnapshot snapshot;

    ArenaScene(final int frames, final boolean fog) {
        final TracedMatch match = new TracedMatch(fog);
        type = match.type();
        snapshot = new MatchSnapshot(type);
        lookout = type.game().lookout();
        recorded = new RecordedFrames(type.layout());
        Arrays.setAll(visible, viewer -> new RowSet(type.layout()));
        for (int frame = 0; frame < frames; frame++) {
            if (frame > 0) {
                match.frame();
            }
            recorded.record(match.state().block());
        }
    }

    @Override
    public Layout layout() {
        return type.layout();
    }

    @Override
    public int frames() {
        return recorded.count();
    }

    @Override
    public void show(final int frame) {
        recorded.show(frame);
        snapshot.wrap(recorded.at(frame), 0);
    }

    @Override
    public void look() {
        for (int i = 0; i < viewers.length; i++) {
            viewers[i] = snapshot.viewer(i);
        }
        lookout.see(snapshot.state(), viewers, viewers.length, visible);
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
        return viewers.length;
    }

    @Override
    public RowSet visible(final int viewer) {
        return visible[viewer];
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
    public int nextEffect() {
        return snapshot.nextEffect();
    }

    @Override
    public int offerEffects(final int viewer, final int from, final ViewEncoder encoder) {
        final RowSet seen = visible[viewer];
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

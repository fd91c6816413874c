package ringside.perf.frame;

import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.layout.IntColumn;
import ringside.layout.RowSet;
import ringside.layout.Table;

/** One match, alone in its engine and so with warm caches; its frames whole, or one part of them after the other. */
final class ArenaMatch {
    private final ArenaMatches engine = new ArenaMatches(1);
    private final GameType type = engine.type();
    private final MatchSlot slot = engine.slot(1);
    private final Match match = (Match) slot.state();
    private final IntColumn frameColumn =
            (IntColumn) type.layout().table("$match").column("frame");
    private final int inputBytes = type.layout().input().lengthBytes();
    private final RowSet visible = new RowSet(type.layout());
    private final Viewer[] viewers = new Viewer[ArenaMatches.PLAYERS];

    ArenaMatch() {
        final Table bodies = type.layout().table("players");
        for (int seat = 0; seat < viewers.length; seat++) {
            viewers[seat] = new Viewer(seat, match.get(match.rowAt(bodies, seat), teamOf(bodies)));
        }
    }

    private static IntColumn teamOf(final Table bodies) {
        final IntColumn team = bodies.teamColumn();
        if (team == null) {
            throw new IllegalStateException("the arena's players have no team");
        }
        return team;
    }

    Match match() {
        return match;
    }

    GameType type() {
        return type;
    }

    /** One frame as an engine computes it: 10 inputs, step, hash, snapshot. */
    void frame() {
        engine.frame();
    }

    /** Makes the inputs of a frame as an edge would, and does nothing with them. */
    int inputsOnly() {
        return engine.inputsOnly();
    }

    /** The game's part of a frame alone: its inputs stand ready, nobody hashes or copies. */
    void stepOnly() {
        drive(match.frame() + 1);
        type.game().step(match);
    }

    /** As {@link #stepOnly}, without the step: what it costs to drive it. */
    void driveOnly() {
        drive(match.frame());
    }

    private void drive(final int frame) {
        match.set(frameColumn, frame);
        for (int seat = 0; seat < viewers.length; seat++) {
            match.input(seat).buffer().putBytes(0, engine.traced(), engine.offset(seat, frame), inputBytes);
        }
    }

    void publishOnly(final int frame) {
        slot.snapshots().publish(frame, 0, 0, 0, match.block());
    }

    /** What all viewers may see; returns how many rows that is. */
    int seeAll() {
        int rows = 0;
        for (final Viewer viewer : viewers) {
            visible.clear();
            type.game().visible(viewer, match, visible);
            rows += visible.hashCode() & 1;
        }
        return rows;
    }
}

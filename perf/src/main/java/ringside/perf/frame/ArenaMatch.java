package ringside.perf.frame;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.layout.RowSet;
import ringside.layout.Table;

/** One match of the arena with 10 players and no bots, driven by hand on one thread. */
final class ArenaMatch {
    static final int PLAYERS = 10;

    /** Frames of the trace that are played before it begins again. */
    private static final int TRACE_FRAMES = 4096;

    private static final int HZ = 60;
    private static final int SNAPSHOTS = 32;

    /** What the players' views are behind: a round trip of 100 ms and interpolation. */
    private static final int VIEW_AGE_FRAMES = 8;

    private static final int BOUND_FRAMES = 12;

    private final GameType type = new GameType(new ArenaGame());
    private final FrameLoop loop =
            new FrameLoop(new EngineMemory(LogicSettings.at(HZ), GameTypes.of(type), SNAPSHOTS), new MutedOutput(), -1);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[2048]), 0, 2048);
    private final UnsafeBuffer[] inputs = new UnsafeBuffer[PLAYERS];
    private final int[] players = new int[PLAYERS];
    private final MatchSlot slot;
    private final Match match;
    private final IntColumn frameColumn;
    private final int inputBytes = type.layout().input().lengthBytes();
    private final RowSet visible = new RowSet(type.layout());
    private final Viewer[] viewers = new Viewer[PLAYERS];
    private int seq;

    ArenaMatch() {
        final UnsafeBuffer scratch = new UnsafeBuffer(new byte[2048]);
        final RecordView rules =
                new RecordView(type.layout().rules()).wrap(scratch, 0).reset();
        rules.set((IntColumn) type.layout().rules().column("bots"), 0);
        feed(CreatePayload.write(
                event,
                1,
                ArenaTrace.SEED,
                type.layout().hash(),
                scratch,
                0,
                type.layout().rules().lengthBytes()));
        final MatchSlot created = loop.memory().find(1);
        if (created == null) {
            throw new IllegalStateException("the match was not created");
        }
        slot = created;
        match = (Match) created.state();
        frameColumn = (IntColumn) type.layout().table("$match").column("frame");
        for (int i = 0; i < PLAYERS; i++) {
            new RecordView(type.layout().join()).wrap(scratch, 0).reset();
            feed(JoinPayload.write(
                    event, 1, 1 + i, scratch, 0, type.layout().join().lengthBytes()));
            players[i] = match.player(i);
            inputs[i] = trace(i);
        }
        final Table bodies = type.layout().table("players");
        for (int i = 0; i < PLAYERS; i++) {
            viewers[i] = new Viewer(i, match.get(match.rowAt(bodies, i), teamOf(bodies)));
        }
    }

    private static IntColumn teamOf(final Table bodies) {
        final IntColumn team = bodies.teamColumn();
        if (team == null) {
            throw new IllegalStateException("the arena's players have no team");
        }
        return team;
    }

    private UnsafeBuffer trace(final int player) {
        final ArenaTrace trace = new ArenaTrace(type.layout());
        final UnsafeBuffer records = new UnsafeBuffer(new byte[TRACE_FRAMES * inputBytes]);
        final RecordView view = new RecordView(type.layout().input());
        for (int frame = 0; frame < TRACE_FRAMES; frame++) {
            trace.input(player, frame, view.wrap(records, frame * inputBytes));
        }
        return records;
    }

    private void feed(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    Match match() {
        return match;
    }

    GameType type() {
        return type;
    }

    /** One frame as an engine computes it: 10 inputs, step, hash, snapshot. */
    void frame() {
        offerInputs();
        feed(FramePayload.write(event, 0, false));
    }

    private void offerInputs() {
        final int next = slot.frame() + 1;
        seq++;
        for (int i = 0; i < PLAYERS; i++) {
            InputPayload.write(
                    event, 1, players[i], seq, next, inputs[i], next % TRACE_FRAMES * inputBytes, inputBytes);
            InputPayload.writeSeen(event, next - VIEW_AGE_FRAMES, next - 2, 0x8000, BOUND_FRAMES);
            feed(event);
        }
    }

    /** The game's part of a frame alone: its inputs stand ready, nobody hashes or copies. */
    void stepOnly() {
        final int frame = match.frame() + 1;
        match.set(frameColumn, frame);
        for (int i = 0; i < PLAYERS; i++) {
            match.input(i).buffer().putBytes(0, inputs[i], frame % TRACE_FRAMES * inputBytes, inputBytes);
        }
        type.game().step(match);
    }

    /** As {@link #stepOnly}, without the step: what it costs to drive it. */
    void driveOnly() {
        final int frame = match.frame();
        match.set(frameColumn, frame);
        for (int i = 0; i < PLAYERS; i++) {
            match.input(i).buffer().putBytes(0, inputs[i], frame % TRACE_FRAMES * inputBytes, inputBytes);
        }
    }

    /** Takes 10 inputs and lets them be merged into the slot where they wait: nothing is computed. */
    void inputsOnly() {
        offerInputs();
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

package ringside.perf.views;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.logic.MutedOutput;
import ringside.layout.BoolColumn;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.layout.State;

/** An arena match of 10 players who play the published trace, with fog or without; frames on demand. */
final class TracedMatch {
    static final int PLAYERS = 10;

    private static final int HZ = 60;
    private static final int SNAPSHOTS = 32;
    private static final int EVENT_BYTES = 2048;

    /** What the players' views are behind: a round trip of 100 ms and interpolation. */
    private static final int VIEW_AGE_FRAMES = 8;

    private static final int BOUND_FRAMES = 12;

    private final GameType type = new GameType(new ArenaGame());
    private final FrameLoop loop =
            new FrameLoop(new EngineMemory(LogicSettings.at(HZ), GameTypes.of(type), SNAPSHOTS), new MutedOutput(), -1);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[EVENT_BYTES]), 0, EVENT_BYTES);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[EVENT_BYTES]);
    private final RecordView input = new RecordView(type.layout().input()).wrap(record, 0);
    private final ArenaTrace trace = new ArenaTrace(type.layout());
    private final int[] players = new int[PLAYERS];
    private final MatchSlot slot;

    TracedMatch(final boolean fog) {
        final RecordView rules =
                new RecordView(type.layout().rules()).wrap(record, 0).reset();
        rules.set((IntColumn) type.layout().rules().column("bots"), 0);
        rules.set((BoolColumn) type.layout().rules().column("fog"), fog);
        feed(CreatePayload.write(
                event,
                1,
                ArenaTrace.SEED,
                type.layout().hash(),
                record,
                0,
                type.layout().rules().lengthBytes()));
        new RecordView(type.layout().join()).wrap(record, 0).reset();
        for (int seat = 0; seat < PLAYERS; seat++) {
            feed(JoinPayload.write(
                    event, 1, 1 + seat, record, 0, type.layout().join().lengthBytes()));
        }
        final MatchSlot created = loop.memory().find(1);
        if (created == null) {
            throw new IllegalStateException("the match was not created");
        }
        slot = created;
        final MatchSnapshot seats = new MatchSnapshot(type).wrap(slot.state().block(), 0);
        for (int seat = 0; seat < PLAYERS; seat++) {
            players[seat] = seats.player(seat);
        }
    }

    private void feed(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    GameType type() {
        return type;
    }

    State state() {
        return slot.state();
    }

    /** Everybody's input, and a frame. */
    void frame() {
        final int next = slot.frame() + 1;
        for (int seat = 0; seat < PLAYERS; seat++) {
            trace.input(seat, next, input);
            InputPayload.write(
                    event,
                    1,
                    players[seat],
                    next,
                    next,
                    record,
                    0,
                    type.layout().input().lengthBytes());
            InputPayload.writeSeen(event, next - VIEW_AGE_FRAMES, next - 2, 0x8000, BOUND_FRAMES);
            feed(event);
        }
        feed(FramePayload.write(event, 0, false));
    }
}

package ringside.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.ConnectionPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MutedOutput;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.RecordView;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** Plays the example of the README in the engine's frame loop. */
class TagGameTest {
    private static final int SECOND = 30;

    private final GameType type = new GameType(new TagGame());
    private final FrameLoop loop =
            new FrameLoop(new EngineMemory(LogicSettings.at(SECOND), GameTypes.of(type), 2), new NobodyListens(), -1);
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[256]), 0, 256);
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);
    private final RecordView input = new RecordView(type.layout().input()).wrap(record, 0);
    private final Table players = type.layout().table("players");
    private final Column it = type.layout().table("tag").column("it");
    private int inputSeq;

    @Test
    void the_first_is_it_and_passes_it_on_by_touching() {
        create();
        join(1);
        join(2);
        assertEquals(0, it());
        final State state = state();
        int frames = 0;
        while (it() == 0) {
            send(1, towards("x", state), towards("y", state));
            frame();
            assertTrue(++frames < 10 * SECOND, "never caught");
        }
        assertEquals(1, it());
        for (int i = 0; i < SECOND - 1; i++) {
            frame();
            assertEquals(1, it(), "no tagging back within a second");
        }
    }

    @Test
    void when_it_leaves_another_is_it() {
        create();
        join(1);
        join(2);
        apply(ConnectionPayload.write(event, EventType.LEAVE, 1, 1, 1));
        assertEquals(1, it());
        apply(ConnectionPayload.write(event, EventType.LEAVE, 1, 2, 2));
        assertEquals(-1, it());
    }

    private void create() {
        apply(CreatePayload.write(event, 1, 7, type.layout().hash(), record, 0, 0));
    }

    private void join(final long connection) {
        apply(JoinPayload.write(event, 1, connection, record, 0, 0));
    }

    private void send(final int player, final int moveX, final int moveY) {
        input.set((IntColumn) type.layout().input().column("moveX"), moveX);
        input.set((IntColumn) type.layout().input().column("moveY"), moveY);
        final int target = loop.memory().matches().get(0).frame() + 1;
        apply(InputPayload.write(
                event, 1, player, ++inputSeq, target, record, 0, input.type().lengthBytes()));
    }

    private void frame() {
        apply(FramePayload.write(event, 0, false));
    }

    private void apply(final Event next) {
        next.position(loop.position() + 1);
        loop.apply(next);
    }

    private State state() {
        return loop.memory().matches().get(0).state();
    }

    private int it() {
        return (int) it.read(state().block(), type.layout().table("tag").rowOffset(0));
    }

    /** The stick that brings the first player to the second. */
    private int towards(final String axis, final State state) {
        final Column column = players.column(axis);
        final int chaser = state.rowAt(players, 0);
        final int other = state.rowAt(players, 1);
        assertTrue(chaser != Rows.NONE && other != Rows.NONE);
        return Long.signum(column.read(state.block(), state.rowOffset(players, other))
                        - column.read(state.block(), state.rowOffset(players, chaser)))
                * 100;
    }

    private static final class NobodyListens extends MutedOutput {

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            throw new AssertionError("the game threw in frame " + frame, cause);
        }
    }
}

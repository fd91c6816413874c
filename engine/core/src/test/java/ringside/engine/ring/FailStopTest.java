package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.event.Event;
import ringside.engine.logic.UnadmittedEventException;
import ringside.engine.support.Brawl;

/** A stage that fails stops the engine, says so once, and lets nothing by. */
@Timeout(60)
@ParameterizedClass
@EnumSource(GraphKind.class)
class FailStopTest {
    @Parameter
    private GraphKind kind;

    private LiveEngine engine;

    @BeforeEach
    void start() {
        engine = new LiveEngine(kind);
    }

    private LiveEngine.Stop stop() {
        LiveEngine.await(() -> !engine.stops.isEmpty());
        return engine.stops.get(0);
    }

    private void expectStopped() {
        assertTrue(engine.graph.isStopped());
        assertFalse(engine.graph.offer(engine.events.frame()));
        engine.close();
        assertEquals(1, engine.stops.size(), "told once");
        for (final Thread thread : engine.threads) {
            assertFalse(thread.isAlive());
        }
        assertEquals(List.of(), engine.appliedTooEarly);
        for (final long position : engine.appliedFrames) {
            assertTrue(position <= engine.journal.appendedPosition(), position + " was applied, but is in no journal");
        }
    }

    /** Offers what the ring takes, though the engine may have stopped already. */
    private void frames(final int count) {
        for (int i = 0; i < count; i++) {
            engine.graph.offer(engine.events.frame());
        }
    }

    @Test
    void a_journal_that_cannot_commit_stops_the_engine() {
        engine.frames(10);
        LiveEngine.await(() -> engine.loop.position() == 9);
        engine.journal.commitFails = position -> true;
        frames(20);
        final LiveEngine.Stop stop = stop();
        assertEquals("journal", stop.stage());
        assertTrue(stop.position() >= 10, "position " + stop.position());
        assertTrue(stop.event().contains("FRAME"), stop.event());
        assertEquals("the journal cannot commit 10", stop.cause().getMessage());
        expectStopped();
        assertEquals(10, engine.appliedFrames.size());
        assertEquals(9, engine.journal.appendedPosition());
    }

    @Test
    void a_journal_that_cannot_add_stops_the_engine_and_the_event_has_no_position() {
        engine.journal.addFails = position -> position == 5;
        frames(20);
        final LiveEngine.Stop stop = stop();
        assertEquals("journal", stop.stage());
        assertEquals(-1, stop.position());
        assertEquals("the journal cannot add 5", stop.cause().getMessage());
        expectStopped();
        assertTrue(engine.appliedFrames.size() <= 5);
    }

    @Test
    void an_error_of_the_journal_stops_the_engine() {
        engine.journal.addFails = position -> {
            throw new OutOfMemoryError("no more");
        };
        frames(1);
        assertInstanceOf(OutOfMemoryError.class, stop().cause());
        expectStopped();
    }

    @Test
    void a_journal_that_fails_while_the_engine_closes_does_not_hold_it_up() throws InterruptedException {
        engine.journal.gate = new CountDownLatch(1);
        engine.journal.commitFails = position -> true;
        engine.frames(5);
        LiveEngine.await(() -> engine.journal.commits == 1);
        final Thread closer = new Thread(engine::close);
        closer.start();
        LiveEngine.await(engine.graph::isStopped);
        engine.journal.gate.countDown();
        closer.join();
        assertEquals("journal", stop().stage());
        assertEquals(0, engine.appliedFrames.size());
        assertEquals(1, engine.journal.commits, "a journal that failed is left alone");
        expectStopped();
    }

    @Test
    void a_last_record_that_cannot_be_committed_is_told() {
        engine.frames(3);
        LiveEngine.await(() -> engine.loop.position() == 2);
        engine.journal.commitFails = position -> true;
        engine.close();
        assertEquals("journal", stop().stage());
        assertEquals(3, engine.appliedFrames.size());
        expectStopped();
    }

    @Test
    void an_error_of_a_game_stops_the_engine_with_position_and_event() {
        engine.offer(engine.events.create(1, 1));
        engine.offer(engine.events.join(1, 100));
        engine.offer(engine.events.arm(1, 1, 1, Brawl.Trap.ERROR));
        frames(5);
        final LiveEngine.Stop stop = stop();
        assertEquals("logic", stop.stage());
        assertEquals(3, stop.position());
        assertTrue(stop.event().contains("FRAME at position 3"), stop.event());
        assertEquals("an error in step", stop.cause().getMessage());
        expectStopped();
        assertEquals(2, engine.loop.position());
        assertEquals(0, engine.appliedFrames.size(), "no event after it was applied");
    }

    @Test
    void an_event_that_no_edge_admits_stops_the_engine() {
        final Event event = engine.events.frame();
        event.buffer().putByte(2, (byte) 99);
        engine.offer(event);
        assertInstanceOf(UnadmittedEventException.class, stop().cause());
        expectStopped();
    }

    @Test
    void whoever_is_told_may_close_the_engine_from_there() throws InterruptedException {
        final CountDownLatch closed = new CountDownLatch(1);
        final LiveEngine[] self = new LiveEngine[1];
        final var journal = new ringside.engine.support.MemoryJournal();
        journal.commitFails = position -> true;
        self[0] = new LiveEngine(kind, journal) {
            @Override
            public void stopped(final String stage, final long position, final String event, final Throwable cause) {
                super.stopped(stage, position, event, cause);
                LiveEngine.await(() -> self[0] != null);
                self[0].close();
                closed.countDown();
            }
        };
        self[0].graph.offer(self[0].events.frame());
        closed.await();
        engine.close();
    }
}

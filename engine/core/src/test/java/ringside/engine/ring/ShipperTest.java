package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.support.MemoryJournal;

/** A shipper sees what is in the journal, and nobody but producers ever waits for it. */
@Timeout(60)
@ParameterizedClass
@EnumSource(GraphKind.class)
class ShipperTest {
    @Parameter
    private GraphKind kind;

    private final MemoryJournal journal = new MemoryJournal();
    private final Shipper shipper = new Shipper(journal);

    /** Keeps what it is handed. */
    private static final class Shipper implements EventConsumer {
        private final MemoryJournal journal;
        private final List<byte[]> shipped = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> positions = Collections.synchronizedList(new ArrayList<>());
        private final List<Long> tooEarly = Collections.synchronizedList(new ArrayList<>());
        private volatile CountDownLatch gate = new CountDownLatch(0);
        private volatile long failsAt = -1;

        Shipper(final MemoryJournal journal) {
            this.journal = journal;
        }

        @Override
        public void apply(final Event event) {
            LiveEngine.await(gate);
            if (event.position() == failsAt) {
                throw new IllegalStateException("the line is dead");
            }
            if (event.position() > journal.appendedPosition()) {
                tooEarly.add(event.position());
            }
            final byte[] bytes = new byte[event.lengthBytes()];
            event.buffer().getBytes(0, bytes);
            shipped.add(bytes);
            positions.add(event.position());
        }
    }

    private LiveEngine engine() {
        return new LiveEngine(kind, LiveEngine.RING, journal, shipper);
    }

    @Test
    void it_is_handed_every_committed_event_in_order() {
        final LiveEngine engine = engine();
        for (int i = 0; i < 300; i++) {
            engine.offer(engine.events.input(9, 7, i, 1, i % 100, false)).frames(1);
        }
        engine.close();
        assertEquals(List.of(), shipper.tooEarly);
        assertEquals(600, shipper.shipped.size());
        for (int i = 0; i < 600; i++) {
            assertEquals(i, shipper.positions.get(i));
            assertArrayEquals(engine.journal.events().get(i), shipper.shipped.get(i), "event " + i);
        }
        assertEquals(List.of(), engine.stops);
    }

    @Test
    void logic_does_not_wait_for_it_and_nothing_is_overwritten_that_it_has_not_read() {
        final LiveEngine engine = engine();
        shipper.gate = new CountDownLatch(1);
        int taken = 0;
        while (engine.graph.offer(engine.events.frame())) {
            taken++;
        }
        assertEquals(64, taken);
        LiveEngine.await(() -> engine.appliedFrames.size() == 64);
        assertEquals(0, engine.graph.freeBytes(), "logic is done, the shipper is not");
        assertEquals(List.of(), shipper.positions);
        shipper.gate.countDown();
        engine.frames(200).close();
        assertEquals(264, shipper.positions.size());
        assertEquals(264, engine.appliedFrames.size());
    }

    @Test
    void one_that_fails_stops_the_engine_by_name() {
        shipper.failsAt = 5;
        final LiveEngine engine = engine();
        for (int i = 0; i < 20; i++) {
            engine.graph.offer(engine.events.frame());
        }
        LiveEngine.await(() -> !engine.stops.isEmpty());
        final LiveEngine.Stop stop = engine.stops.get(0);
        assertEquals("shipper", stop.stage());
        assertEquals(5, stop.position());
        assertTrue(engine.graph.isStopped());
        engine.close();
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), shipper.positions);
    }
}

package ringside.perf.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.event.EventConsumer;

class StageMeterTest {
    private static final int JOURNAL_BYTES = 3_000_000;
    private static final int LOGIC_BYTES = 50_000_000;

    private final List<byte[]> kept = new ArrayList<>();
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);

    @Test
    void what_the_journal_allocates_is_told_from_what_logic_does() {
        final StageMeter meter = new StageMeter(new WastefulJournal());
        final EventConsumer logic = meter.before(applied -> kept.add(new byte[LOGIC_BYTES]));
        for (int batch = 0; batch < 2; batch++) {
            meter.add(event);
            meter.addAll(event.buffer(), 0, 64, 1);
            meter.annotate(1, 1, 1);
            meter.commit();
            logic.apply(event);
            logic.apply(event);
        }
        final long bytes = meter.journalBytes();
        // Four calls a batch; logic's first array alone would be far more.
        assertTrue(bytes >= 2 * 4L * JOURNAL_BYTES && bytes < 2 * 4L * JOURNAL_BYTES + LOGIC_BYTES, "bytes " + bytes);
        assertTrue(meter.journalNs() > 0);
    }

    @Test
    void what_no_batch_was_for_counts_as_nothing() {
        final StageMeter meter = new StageMeter(new WastefulJournal());
        meter.before(applied -> kept.add(new byte[LOGIC_BYTES])).apply(event);
        assertEquals(0, meter.journalBytes());
        assertEquals(0, meter.journalNs());
    }

    private final class WastefulJournal implements EventAppender {
        private long waste() {
            kept.add(new byte[JOURNAL_BYTES]);
            return 0;
        }

        @Override
        public long add(final Event added) {
            return waste();
        }

        @Override
        public long addAll(
                final org.agrona.DirectBuffer events, final int offset, final int lengthBytes, final int count) {
            return waste();
        }

        @Override
        public void annotate(final int match, final int frame, final long hash) {
            waste();
        }

        @Override
        public void commit() {
            waste();
        }

        @Override
        public long appendedPosition() {
            return 0;
        }
    }
}

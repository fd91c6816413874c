package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;

class JournalAllocationTest {
    private static final int BATCHES = 2_000;
    private static final int ROUNDS = 4;

    @Test
    void appending_allocates_nothing_once_warm() {
        final MemoryRecordStore store = new MemoryRecordStore(64 << 20, 100_000, 65_536);
        final Marks marks = Marks.inMemory(new ServerId(1, 2));
        final JournalWriter writer = JournalWriter.open(store, marks, new Reign(new ServerId(1, 2), 3, "{}"), 0);
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
        event.begin(EventType.INPUT, 1, 2, 24);
        append(writer, event);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();
        // The compiler may put an object that it had done without on the heap when it changes its mind: once, not each
        // time.
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            append(writer, event);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least);
    }

    private static void append(final JournalWriter writer, final Event event) {
        for (int batch = 0; batch < BATCHES; batch++) {
            for (int i = 0; i < 64; i++) {
                writer.add(event);
            }
            writer.annotate(1, batch, batch);
            writer.commit();
        }
    }
}

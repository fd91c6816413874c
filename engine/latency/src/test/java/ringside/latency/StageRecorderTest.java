package ringside.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StageRecorderTest {
    @Test
    void every_value_is_taken_once_while_another_thread_records() throws InterruptedException {
        final StageRecorder recorder = StageRecorder.ofOneThread();
        final AtomicBoolean done = new AtomicBoolean();
        final int values = 300_000;
        final Thread recording = new Thread(() -> {
            for (int i = 0; i < values; i++) {
                recorder.record(i, 1 + (i & 1));
            }
            done.set(true);
        });
        recording.start();
        long taken = 0;
        while (!done.get()) {
            taken += recorder.take().getTotalCount();
        }
        recording.join();
        taken += recorder.take().getTotalCount();
        assertEquals(values * 3L / 2, taken);
    }

    @Test
    void recording_allocates_nothing() {
        assertAllocatesNothing(StageRecorder.ofOneThread());
        assertAllocatesNothing(StageRecorder.ofManyThreads());
    }

    private static void assertAllocatesNothing(final StageRecorder recorder) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // A compiler that throws its work away rebuilds a few objects now and then; what recording allocates is in
        // every round.
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 20 && allocated > 0; round++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                recorder.record(i * 977L);
                recorder.record(i, 16);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, allocated);
    }
}

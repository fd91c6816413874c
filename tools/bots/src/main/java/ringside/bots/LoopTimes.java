package ringside.bots;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** How long the threads of some loops have run between two moments. For one thread that is none of theirs. */
final class LoopTimes {
    private final ThreadMXBean beans = ManagementFactory.getThreadMXBean();
    private final List<Long> threads = new ArrayList<>();
    private final List<Long> beganCpuNs = new ArrayList<>();
    private long beganNs;

    /** Each of them with a thread to itself. */
    void begin(final List<? extends Executor> loops) {
        threads.clear();
        beganCpuNs.clear();
        for (final Executor loop : loops) {
            final long id = CompletableFuture.supplyAsync(
                            () -> Thread.currentThread().getId(), loop)
                    .join();
            threads.add(id);
            beganCpuNs.add(beans.getThreadCpuTime(id));
        }
        beganNs = System.nanoTime();
    }

    /** The share of the time since {@link #begin} that the busiest ran; 0 where the JVM cannot tell. */
    double busiest() {
        final double elapsedNs = Math.max(1, System.nanoTime() - beganNs);
        double most = 0;
        for (int i = 0; i < threads.size(); i++) {
            final long cpuNs = beans.getThreadCpuTime(threads.get(i));
            if (cpuNs >= 0 && beganCpuNs.get(i) >= 0) {
                most = Math.max(most, (cpuNs - beganCpuNs.get(i)) / elapsedNs);
            }
        }
        return Math.min(1, most);
    }
}

package ringside.perf.garbage;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import ringside.bots.Percentiles;
import ringside.perf.RunFailedException;
import ringside.perf.pauses.PauseLog;
import ringside.perf.pauses.Pauses;

/** Plays one world at a steady rate, in this process. */
final class GarbageRun {
    private static final long SECOND_NS = 1_000_000_000;

    private final int matches;
    private final int hz;

    GarbageRun(final int matches, final int hz) {
        this.matches = matches;
        this.hz = hz;
    }

    /**
     * What a world came to.
     *
     * @param updates states of a player that were made
     * @param allocatedBytes by the thread that made them
     * @param pauses of the collector
     * @param lateFrames that were begun a whole period after they were due
     */
    record Result(
            World.Kind kind,
            long updates,
            long allocatedBytes,
            long pauses,
            Percentiles pause,
            long pausedNs,
            long cpuNs,
            long lateFrames,
            long sum) {
        double bytesPerUpdate() {
            return (double) allocatedBytes / Math.max(1, updates);
        }
    }

    /** Frames are due at fixed moments; those that are late are made all the same, and counted. */
    Result run(final World.Kind kind, final int warmupSeconds, final int seconds, final Path log) {
        final World world = kind.of(matches);
        final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long self = Thread.currentThread().getId();
        final long periodNs = SECOND_NS / hz;
        final long warmFrames = (long) warmupSeconds * hz;
        final long allFrames = warmFrames + (long) seconds * hz;
        final long beganNs = System.nanoTime();
        long allocatedBefore = 0;
        long cpuBefore = 0;
        long fromNs = 0;
        long late = 0;
        long sum = 0;
        try (PauseLog pauses = new PauseLog(log)) {
            for (long frame = 1; frame <= allFrames; frame++) {
                final long dueNs = beganNs + frame * periodNs;
                awaitDue(dueNs);
                if (frame > warmFrames && System.nanoTime() - dueNs > periodNs) {
                    late++;
                }
                if (frame == warmFrames + 1) {
                    fromNs = PauseLog.uptimeNs();
                    allocatedBefore = thread.getThreadAllocatedBytes(self);
                    cpuBefore = thread.getThreadCpuTime(self);
                }
                sum += world.step((int) frame);
            }
            final long allocated = thread.getThreadAllocatedBytes(self) - allocatedBefore;
            final long cpuNs = thread.getThreadCpuTime(self) - cpuBefore;
            final Pauses held = new Pauses(pauses.between(fromNs, PauseLog.uptimeNs()));
            if (sum == 0) {
                throw new RunFailedException("nobody moved");
            }
            return new Result(
                    kind,
                    (allFrames - warmFrames) * matches * World.PLAYERS,
                    allocated,
                    held.count(),
                    held.collector(),
                    held.totalNs(),
                    cpuNs,
                    late,
                    sum);
        }
    }

    private static void awaitDue(final long dueNs) {
        for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
    }
}

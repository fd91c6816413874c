package ringside.perf.scale;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was consumed until a moment: two of them make a window.
 *
 * @param atNs on the monotonic clock
 * @param lastFrame that logic completed
 * @param skippedFrames by the clock, since it began
 * @param skippedViews for which a newer frame was there already
 * @param encodedViews one for each player and frame
 * @param viewBytes headers and effects included
 * @param viewParts messages
 * @param tornViews that logic overtook by a whole history while they were made
 * @param inputsOffered that the ring took
 * @param fullRing times that it had no room for a claim
 * @param droppedPeriods for which the load was not run
 * @param inputsRefused by logic
 * @param processCpuNs of this process, user and system
 * @param machineCpuNs of everything on this machine; 0 where it cannot be told
 * @param gcCount collections
 * @param cpuNs by name of thread
 * @param allocatedBytes by name of thread
 */
record Reading(
        long atNs,
        int lastFrame,
        long skippedFrames,
        long skippedViews,
        long encodedViews,
        long viewBytes,
        long viewParts,
        long tornViews,
        long inputsOffered,
        long fullRing,
        long droppedPeriods,
        long inputsRefused,
        long processCpuNs,
        long machineCpuNs,
        long gcCount,
        Map<String, Long> cpuNs,
        Map<String, Long> allocatedBytes) {
    private static final Path STAT = Path.of("/proc/stat");
    private static final long NS_PER_CLOCK_TICK = 10_000_000;

    /** Fields of the line {@code cpu} that are no idleness, see proc_stat(5): user nice system irq softirq steal. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    static Reading take(
            final ArenaEngine engine,
            final List<ViewStage> stages,
            final InputLoad load,
            final List<NamedThread> threads) {
        final ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final Map<String, Long> cpu = new LinkedHashMap<>();
        final Map<String, Long> allocated = new LinkedHashMap<>();
        for (final NamedThread each : threads) {
            final long id = each.thread().getId();
            cpu.merge(each.name(), beans.getThreadCpuTime(id), Long::sum);
            allocated.merge(each.name(), beans.getThreadAllocatedBytes(id), Long::sum);
        }
        if (engine.isFused()) {
            final StageMeter meter = engine.meter();
            move(cpu, meter.journalNs());
            move(allocated, meter.journalBytes());
        }
        long gcCount = 0;
        for (final GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            gcCount += collector.getCollectionCount();
        }
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Reading(
                System.nanoTime(),
                engine.lastFrame(),
                engine.skippedFrames(),
                stages.stream().mapToLong(ViewStage::skipped).sum(),
                stages.stream().mapToLong(ViewStage::encoded).sum(),
                stages.stream().mapToLong(ViewStage::bytes).sum(),
                stages.stream().mapToLong(ViewStage::parts).sum(),
                stages.stream().mapToLong(ViewStage::torn).sum(),
                load.offered(),
                load.fullRing(),
                load.droppedPeriods(),
                engine.seats().inputsRefused(),
                system.getProcessCpuTime(),
                busyNs(),
                gcCount,
                cpu,
                allocated);
    }

    /** What was counted to logic though the journal took it. */
    private static void move(final Map<String, Long> from, final long amount) {
        from.merge(NamedThread.LOGIC, -amount, Long::sum);
        from.put(NamedThread.JOURNAL, amount);
    }

    private static long busyNs() {
        if (!Files.isReadable(STAT)) {
            return 0;
        }
        try {
            final String[] fields = Files.readAllLines(STAT).get(0).split(" +", -1);
            long ticks = 0;
            for (final int field : BUSY) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks * NS_PER_CLOCK_TICK;
        } catch (final IOException e) {
            return 0;
        }
    }

    long cpuNs(final String thread) {
        return cpuNs.getOrDefault(thread, 0L);
    }

    long allocatedBytes(final String thread) {
        return allocatedBytes.getOrDefault(thread, 0L);
    }
}

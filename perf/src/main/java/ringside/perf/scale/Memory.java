package ringside.perf.scale;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import ringside.perf.TraceRecords;
import ringside.perf.UsageException;

/** What a run needs of memory and disk, and the flags that give it. */
final class Memory {
    private static final long MIB = 1 << 20;
    private static final long BASE_BYTES = 384 * MIB;
    private static final long BYTES_PER_PLAYER = 48 << 10;
    private static final long MOST_BLOCK_BYTES = 16 << 10;
    private static final long JOURNAL_BYTES_PER_INPUT = 64;
    private static final int JOURNAL_AHEAD_FILES = 3;
    private static final long JOURNAL_FILE_BYTES = 128 * MIB;

    /** Where Linux says whether a program gets huge pages when it asks for them. */
    private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private static final int FIRST_GENERATIONAL = 21;
    private static final int ONLY_GENERATIONAL = 24;

    /** Counters in a mapped file would have threads wait for its disk. */
    private static final String PLAIN_COUNTERS = "-XX:+PerfDisableSharedMem";

    private Memory() {}

    /** Of the heap: snapshots, live states, and what encoders know of each client. */
    static long heapBytes(final ScalePlan plan) {
        return BASE_BYTES
                + plan.matches() * (plan.snapshots() + 1L) * MOST_BLOCK_BYTES
                + plan.players() * BYTES_PER_PLAYER;
    }

    /** On disk, while it runs. */
    static long journalBytes(final ScalePlan plan) {
        return JOURNAL_BYTES_PER_INPUT * plan.players() * plan.mostFrames() + JOURNAL_AHEAD_FILES * JOURNAL_FILE_BYTES;
    }

    /** Throws {@link UsageException} when this machine cannot hold the run. */
    static void requireRoom(final ScalePlan plan) {
        final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        final long all = system.getTotalMemorySize();
        final long needed = heapBytes(plan) + TraceRecords.mostBytes();
        if (needed > all) {
            throw new UsageException(
                    "--players " + plan.players() + " with --snapshots " + plan.snapshots() + ": needs "
                            + needed / MIB + " MiB of memory, this machine has " + all / MIB
                            + "; ask for fewer players or snapshots");
        }
    }

    /** Flags for a JVM of the run; what the caller gave this one goes before them. */
    static List<String> flags(final ScalePlan plan, final List<String> given) {
        final List<String> flags = new ArrayList<>();
        if (given.stream().noneMatch(flag -> flag.startsWith("-Xmx") || flag.startsWith("-XX:MaxHeapSize"))) {
            final long heapMib = heapBytes(plan) / MIB;
            flags.add("-Xms" + heapMib + "m");
            flags.add("-Xmx" + heapMib + "m");
            flags.add("-XX:+AlwaysPreTouch");
        }
        if (hasHugePagesOnRequest() && given.stream().noneMatch(flag -> flag.contains("TransparentHugePages"))) {
            // A frame walks all states: with small pages a good part of its time goes to finding them.
            flags.add("-XX:+UseTransparentHugePages");
        }
        if (given.stream().noneMatch(flag -> flag.matches("-XX:\\+Use\\w+GC"))) {
            flags.add("-XX:+UseParallelGC");
        }
        return flags;
    }

    /** What a server is best started with for the sake of pauses: generational ZGC, which is all that ZGC is from 24 on. */
    static List<String> recommended() {
        final int version = Runtime.version().feature();
        if (version < FIRST_GENERATIONAL) {
            throw new UsageException(
                    "--recommended: Java " + version + " has no generational ZGC; start this with Java 25");
        }
        return version < ONLY_GENERATIONAL
                ? List.of("-XX:+UseZGC", "-XX:+ZGenerational", PLAIN_COUNTERS)
                : List.of("-XX:+UseZGC", PLAIN_COUNTERS);
    }

    private static boolean hasHugePagesOnRequest() {
        try {
            return Files.isReadable(HUGE_PAGES) && !Files.readString(HUGE_PAGES).contains("[never]");
        } catch (final IOException e) {
            return false;
        }
    }
}

package ringside.perf.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The processor time of another process between two moments. Linux only. Not thread-safe. */
final class CpuWindow {
    /** The kernel shows times to programs in hundredths of a second on every platform that we build for. */
    private static final long NS_PER_CLOCK_TICK = 10_000_000;

    /** Fields after the name in parentheses, which may hold anything; see proc_pid_stat(5), fields 14 and 15. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;

    private final long pid;
    private final Path stat;
    private boolean begun;
    private boolean ended;
    private long beganNs;
    private long beganCpuNs;
    private long beganViews;
    private @Nullable ThreadTimes beganThreads;
    private LoadResult.Window window = new LoadResult.Window(0, 0, 0, new TreeMap<>());

    CpuWindow(final long pid) {
        this.pid = pid;
        stat = Path.of("/proc", String.valueOf(pid), "stat");
    }

    boolean isBegun() {
        return begun;
    }

    boolean isEnded() {
        return ended;
    }

    void begin(final long views) {
        begun = true;
        beganViews = views;
        beganThreads = ThreadTimes.of(pid);
        beganCpuNs = cpuNs();
        beganNs = System.nanoTime();
    }

    void end(final long views) {
        ended = true;
        final long elapsedNs = System.nanoTime() - beganNs;
        final long cpuNs = cpuNs() - beganCpuNs;
        final SortedMap<String, Long> threads =
                beganThreads == null ? new TreeMap<>() : ThreadTimes.of(pid).since(beganThreads);
        window = new LoadResult.Window(cpuNs, elapsedNs, views - beganViews, threads);
    }

    /** Empty before {@link #end}. */
    LoadResult.Window window() {
        return window;
    }

    private long cpuNs() {
        try {
            return cpuNs(Files.readString(stat));
        } catch (final IOException e) {
            throw new UncheckedIOException(stat + ": cannot be read; is the server gone?", e);
        }
    }

    static long cpuNs(final String statLine) {
        final String[] fields =
                statLine.substring(statLine.lastIndexOf(')') + 2).split(" ", SYSTEM_TIME + 2);
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * NS_PER_CLOCK_TICK;
    }
}

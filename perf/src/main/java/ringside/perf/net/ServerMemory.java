package ringside.perf.net;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds.
 *
 * @param connections that were opened so far
 * @param heapBytes that are reachable
 * @param directBytes outside of the heap, for buffers
 * @param residentBytes of the process that are no files
 */
record ServerMemory(long connections, long heapBytes, long directBytes, long residentBytes) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "RssAnon:";
    private static final long BYTES_PER_KIB = 1_024;

    static final ServerMemory NONE = new ServerMemory(0, 0, 0, 0);

    /** As of now; collects garbage first. */
    static ServerMemory now(final long connections) {
        System.gc();
        final long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return new ServerMemory(
                connections,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                direct + Math.max(0, PlatformDependent.usedDirectMemory()),
                residentNow());
    }

    private static long residentNow() {
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * BYTES_PER_KIB)
                    .sum();
        } catch (final IOException e) {
            throw new UncheckedIOException(STATUS + ": cannot be read", e);
        }
    }

    /** What one connection takes, of everything that came since the beginning. */
    ServerMemory perConnection(final ServerMemory before) {
        final long count = Math.max(1, connections - before.connections);
        return new ServerMemory(
                connections - before.connections,
                (heapBytes - before.heapBytes) / count,
                (directBytes - before.directBytes) / count,
                (residentBytes - before.residentBytes) / count);
    }
}

package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

/** What this JVM, and lines of others, say of threads that stand still. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SafepointLogTest {
    @TempDir
    private Path folder;

    private final LatencyRecorders recorders = new LatencyRecorders();

    private Histogram of(final LatencyStage stage) {
        return recorders.of(stage).take();
    }

    private static void assertOne(final long value, final Histogram histogram) {
        assertEquals(1, histogram.getTotalCount());
        assertTrue(histogram.valuesAreEquivalent(value, histogram.getMaxValue()), "max " + histogram.getMaxValue());
    }

    @Test
    void a_collection_of_this_machine_is_recorded_and_found_by_its_time() throws Exception {
        final SafepointLog log = new SafepointLog(folder.resolve("a b"), recorders);
        log.read();
        final long beforeNs = System.nanoTime();
        long collections = 0;
        while (collections == 0) {
            System.gc();
            log.read();
            collections = of(LatencyStage.GC_PAUSE).getTotalCount();
        }
        assertTrue(of(LatencyStage.SAFEPOINT).getTotalCount() >= collections);
        assertTrue(
                log.recent().between(beforeNs, System.nanoTime()).size() > 0, "by the clock that everything else uses");
        log.close();
        final long length = Files.size(folder.resolve("a b").resolve(SafepointLog.FILE));
        System.gc();
        assertEquals(length, Files.size(folder.resolve("a b").resolve(SafepointLog.FILE)), "nobody writes any more");
    }

    @Test
    void lines_of_old_and_new_machines_are_read_and_what_is_no_collection_is_told_apart() {
        final SafepointLog log = new SafepointLog(folder, recorders);
        log.line("[5000000ns] Safepoint \"G1CollectForAllocation\", Time since last: 130843148 ns, "
                + "Reaching safepoint: 1914 ns, Cleanup: 52807 ns, At safepoint: 49920726 ns, Total: 49975447 ns");
        assertOne(1_914, of(LatencyStage.SAFEPOINT));
        assertOne(49_975_447, of(LatencyStage.GC_PAUSE));
        log.line("[6000000ns] Safepoint \"ZMarkStartYoung\", Time since last: 1 ns, Reaching safepoint: 81234 ns, "
                + "At safepoint: 10000 ns, Leaving safepoint: 500 ns, Total: 91734 ns, Threads: 1 runnable, 13 total");
        assertOne(81_234, of(LatencyStage.SAFEPOINT));
        assertOne(91_734, of(LatencyStage.GC_PAUSE));
        log.line("[7000000ns] Safepoint \"ICBufferFull\", Time since last: 1 ns, Reaching safepoint: 4000 ns, "
                + "At safepoint: 10000 ns, Total: 14000 ns");
        assertOne(4_000, of(LatencyStage.SAFEPOINT));
        assertEquals(0, of(LatencyStage.GC_PAUSE).getTotalCount());
        log.line("[8000000ns] something else");
        assertEquals(0, of(LatencyStage.SAFEPOINT).getTotalCount());
        assertEquals(1, log.recent().between(0, 10_000_000).size(), "the short one is not worth a note");
    }

    @Test
    void where_no_file_can_be_made_nothing_is_recorded_and_nothing_fails() throws Exception {
        final Path inTheWay = Files.writeString(folder.resolve("file"), "");
        final SafepointLog log = new SafepointLog(inTheWay.resolve("folder"), recorders);
        log.read();
        System.gc();
        log.read();
        assertEquals(0, of(LatencyStage.GC_PAUSE).getTotalCount());
        log.close();
    }
}

package ringside.perf.pauses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PauseLogTest {
    @Test
    void lines_of_both_jvms_are_read() {
        final PauseLog.Pause older = PauseLog.parse(
                "[5123456789ns] Safepoint \"G1CollectForAllocation\", Time since last:"
                        + " 4710551 ns, Reaching safepoint: 1234 ns, Cleanup: 890 ns, At safepoint: 2003400 ns, Total: 2005524 ns");
        assertEquals(new PauseLog.Pause(5_123_456_789L, "G1CollectForAllocation", 1_234, 2_005_524), older);
        final PauseLog.Pause newer = PauseLog.parse(
                "[77ns] Safepoint \"ZMarkStartYoung\", Time since last: 1000 ns, Reaching"
                        + " safepoint: 20 ns, At safepoint: 9000 ns, Leaving safepoint: 30 ns, Total: 9050 ns, Threads: 3 runnable");
        assertEquals(new PauseLog.Pause(77, "ZMarkStartYoung", 20, 9_050), newer);
        assertNull(PauseLog.parse("[77ns] something else"));
    }

    @Test
    void what_is_not_the_collectors_is_told_apart() {
        for (final String its : List.of(
                "G1CollectForAllocation",
                "ParallelGCFailedAllocation",
                "ZMarkStartYoungAndOld",
                "ZRelocateStartOld",
                "ShenandoahInitMark",
                "SerialCollectForAllocation",
                "GenCollectForAllocation")) {
            assertTrue(new PauseLog.Pause(0, its, 0, 1).isCollectors(), its);
        }
        for (final String others :
                List.of("Cleanup", "ICBufferFull", "ThreadDump", "HandshakeAllThreads", "Deoptimize")) {
            assertFalse(new PauseLog.Pause(0, others, 0, 1).isCollectors(), others);
        }
    }

    @Test
    void a_collection_of_this_jvm_is_seen(@TempDir final Path folder) {
        final long beforeNs = PauseLog.uptimeNs();
        try (PauseLog log = new PauseLog(folder.resolve("pauses.log"))) {
            System.gc();
            final List<PauseLog.Pause> seen = log.between(beforeNs, Long.MAX_VALUE);
            final PauseLog.Pause one = seen.stream()
                    .filter(PauseLog.Pause::isCollectors)
                    .findFirst()
                    .orElse(null);
            assertNotNull(one, seen.toString());
            assertTrue(one.totalNs() > 0);
            assertEquals(List.of(), log.between(0, beforeNs));
        }
    }

    @Test
    void one_pause_above_a_millisecond_is_one_too_many() {
        final PauseLog.Pause shortest = new PauseLog.Pause(0, "ZMarkEndYoung", 0, Pauses.BAR_NS);
        final PauseLog.Pause other = new PauseLog.Pause(0, "Cleanup", 0, 5 * Pauses.BAR_NS);
        final Pauses calm = new Pauses(List.of(shortest, other));
        assertTrue(calm.isCalm());
        assertEquals(1, calm.count());
        assertEquals(Pauses.BAR_NS, calm.maxNs());
        final PauseLog.Pause longer = new PauseLog.Pause(0, "ZMarkEndYoung", 0, Pauses.BAR_NS + 1);
        assertFalse(new Pauses(List.of(shortest, longer)).isCalm());
    }
}

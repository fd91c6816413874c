package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A standby that computes otherwise than its primary. */
final class HashFaultIT {
    private static final String[] DRILL = {"--game", "drill"};

    @TempDir
    private Path folder;

    @Test
    void it_halts_keeps_both_states_and_names_the_value_and_is_not_promoted() throws Exception {
        try (Members members = new Members(folder)) {
            final Members.Member a =
                    members.startWithTests(List.of(), "serve", "a", DRILL).serves();
            final Members.Member b = members.startWithTests(
                            List.of("-Ddrill.driftsBeside=" + folder.resolve("drift")),
                            "standby",
                            "b",
                            "--game",
                            "drill",
                            "--primary",
                            a.replication())
                    .follows();
            b.await(
                    "frames",
                    status -> status.path("framesCompared").asLong() > 30
                            && status.path("lag").asLong() == 0);
            Files.createFile(folder.resolve("drift"));
            final RingsideProcess.Result halted = b.process().await(60).require(1);
            assertTrue(halted.err().contains("HASH DIFFERS at match 1"), halted.err());
            assertTrue(halted.err().contains("table world, row 0, column work"), halted.err());
            try (Stream<Path> kept = Files.list(b.dir().resolve("engines/0/differs"))) {
                assertEquals(2, kept.count());
            }
            a.await("to know of it", status -> status.path("standbys").isEmpty());
            assertEquals(1, a.metric("ringside_replication_ends_total{reason=\"HASH_DIFFERS\"}"));
        }
    }
}

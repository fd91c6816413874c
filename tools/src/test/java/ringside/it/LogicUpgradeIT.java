package ringside.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two builds of one game on one directory. */
final class LogicUpgradeIT {
    private static final int LONGEST_SECONDS = 60;

    @TempDir
    private Path folder;

    private RingsideProcess serve(final int logicVersion) throws Exception {
        final Path config = Files.writeString(
                folder.resolve("server.toml"), "game = \"drill\"\nmatches = 2\nhttp = -1\ntcp = -1\n");
        return RingsideProcess.startWithTestsUnder(
                List.of("-Ddrill.logicVersion=" + logicVersion),
                "serve",
                "--config",
                config.toString(),
                "--dir",
                folder.resolve("data").toString());
    }

    @Test
    void another_logic_goes_on_after_a_clean_stop_and_is_refused_after_a_kill() throws Exception {
        try (RingsideProcess older = serve(1)) {
            older.awaitLine("ready");
            stop(older);
        }
        try (RingsideProcess newer = serve(2)) {
            newer.awaitLine("ready");
            assertTrue(newer.err().contains("its matches go on under other logic"), newer.err());
            assertTrue(newer.err().contains("recovered 2 matches"), newer.err());
            newer.kill();
        }
        try (RingsideProcess third = serve(3)) {
            requireRefused(third.await(LONGEST_SECONDS), 2, 3);
        }
        try (RingsideProcess newer = serve(2)) {
            newer.awaitLine("ready");
            stop(newer);
        }
        try (RingsideProcess third = serve(3)) {
            third.awaitLine("ready");
            stop(third);
        }
        try (RingsideProcess older = serve(1)) {
            older.awaitLine("ready");
            stop(older);
        }
    }

    private static void stop(final RingsideProcess server) throws InterruptedException {
        final RingsideProcess.Result result = server.stop();
        assertTrue(result.err().contains("stopped after"), result.err());
    }

    private static void requireRefused(final RingsideProcess.Result result, final int recorded, final int carried) {
        result.require(2);
        assertTrue(result.err().contains("recorded by "), result.err());
        assertTrue(result.err().contains("drill logic " + recorded + " layout "), result.err());
        assertTrue(result.err().contains("drill logic " + carried + " layout "), result.err());
    }
}

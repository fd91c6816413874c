package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.journal.JournalReader;
import ringside.replay.EngineIdentity;

/** Two builds of one game on one directory. */
final class LogicUpgradeIT {
    private static final int LONGEST_SECONDS = 60;

    @TempDir
    private Path folder;

    private RingsideProcess serve(final int logicVersion) throws Exception {
        return serve("-Ddrill.logicVersion=" + logicVersion);
    }

    private RingsideProcess serve(final String option) throws Exception {
        final Path config = Files.writeString(
                folder.resolve("server.toml"), "game = \"drill\"\nmatches = 2\nhttp = -1\ntcp = -1\n");
        return RingsideProcess.startWithTestsUnder(
                List.of(option),
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
        // One for each opening, and none for a start that was refused.
        assertEquals(List.of(1, 2, 2, 3, 1), logicOfEpochs());
    }

    /** What each epoch of the journal says of the engine that wrote it. */
    private List<Integer> logicOfEpochs() {
        final List<Integer> versions = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(Recorded.journal(folder.resolve("data")), 0)) {
            reader.readAll(new JournalHandler() {
                @Override
                public void onEvent(final Event event) {
                    // Only epochs count.
                }

                @Override
                public void onEpoch(final EpochStart start) {
                    EngineIdentity.parse(start.identityJson()).layouts().stream()
                            .filter(layout -> layout.game().equals("drill"))
                            .forEach(layout -> versions.add(layout.logicVersion()));
                }
            });
        }
        return versions;
    }

    @Test
    void other_tables_under_the_same_logic_version_are_refused_even_after_a_clean_stop() throws Exception {
        try (RingsideProcess server = serve("-Ddrill.ballastRows=0")) {
            server.awaitLine("ready");
            stop(server);
        }
        try (RingsideProcess other = serve("-Ddrill.ballastRows=1")) {
            requireRefused(other.await(LONGEST_SECONDS), 1, 1);
        }
        try (RingsideProcess server = serve("-Ddrill.ballastRows=0")) {
            server.awaitLine("ready");
            stop(server);
        }
    }

    @Test
    void another_jar_with_the_same_games_goes_on_after_a_kill_and_says_so() throws Exception {
        final Path other = Files.copy(RingsideProcess.jar(), folder.resolve("other.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(other)) {
            Files.writeString(inside.getPath("/another-build"), "it has one file more");
        }
        final String[] serve = {"serve", "--dir", folder.resolve("data").toString(), "--http", "-1", "--tcp", "0"};
        try (RingsideProcess server = RingsideProcess.startJar(RingsideProcess.jar(), serve)) {
            server.awaitLine("ready");
            server.kill();
        }
        try (RingsideProcess server = RingsideProcess.startJar(RingsideProcess.jar(), serve)) {
            server.awaitLine("ready");
            assertFalse(server.err().contains("recorded by build"), server.err());
            server.kill();
        }
        try (RingsideProcess server = RingsideProcess.startJar(other, serve)) {
            server.awaitLine("ready");
            final Matcher said = Pattern.compile(
                            "recorded by build (\\S+), this is build (\\S+); layouts, rules and logic "
                                    + "versions agree")
                    .matcher(server.err());
            assertTrue(said.find(), server.err());
            assertNotEquals(said.group(1), said.group(2));
            stop(server);
        }
        assertTrue(
                RingsideProcess.run("replay", "verify", folder.resolve("data").toString(), "--json")
                        .require(0)
                        .json()
                        .path("ok")
                        .asBoolean());
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

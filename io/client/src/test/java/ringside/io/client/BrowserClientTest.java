package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The browser's client keeps what the Java client keeps: its own tests, run by node. */
final class BrowserClientTest {
    private static final Path TESTS =
            Path.of("../client-js/src/test").toAbsolutePath().normalize();

    /** How long its decoder is told what no server wrote, as {@link ringside.fuzz.Fuzz} has it. */
    private static final long FUZZ_SECONDS =
            Long.getLong("ringside.fuzzSeconds", Boolean.getBoolean("ringside.deep") ? 60 : 5);

    @Test
    void the_tests_of_the_browser_client_pass(@TempDir final Path folder) throws Exception {
        assumeTrue(hasNode() || System.getenv("CI") != null, "no node on the PATH");
        final List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        }
        final Path said = folder.resolve("said.txt");
        final ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().put("RINGSIDE_FUZZ_SECONDS", String.valueOf(FUZZ_SECONDS));
        final Process node = builder.start();
        if (!node.waitFor(300, TimeUnit.SECONDS)) {
            node.destroyForcibly().waitFor();
        }
        final String output = Files.readString(said, StandardCharsets.UTF_8);
        assertEquals(0, node.exitValue(), output);
    }

    private static boolean hasNode() {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException | InterruptedException e) {
            return false;
        }
    }
}

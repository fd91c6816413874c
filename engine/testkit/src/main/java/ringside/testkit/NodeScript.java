package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a script by {@code node}, for tests that hold a twin in JavaScript to the game. Where there is no node on the path a test is
 * skipped and says so; with the environment variable {@code CI} set it fails instead.
 */
public final class NodeScript {
    private static final int MOST_SECONDS = 300;

    private NodeScript() {}

    /** Skips the test unless there is a node. */
    public static void assumeNode() throws InterruptedException {
        assumeTrue(System.getenv("CI") != null || hasNode(), "no node on the PATH");
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            return new ProcessBuilder("node", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    /**
     * Runs node with these arguments until it ends, for five minutes at most, and answers what it said, its errors too. Fails
     * the test, with that, unless it ended well.
     */
    public static String run(final List<String> arguments) throws IOException, InterruptedException {
        assumeNode();
        final List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(arguments);
        final Process node =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> read(node));
        if (!node.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            node.destroyForcibly().waitFor();
        }
        final String output = said.join();
        assertEquals(0, node.exitValue(), output);
        return output;
    }

    private static String read(final Process node) {
        try {
            return new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

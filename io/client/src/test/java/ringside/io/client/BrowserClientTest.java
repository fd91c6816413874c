package ringside.io.client;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import ringside.testkit.NodeScript;

/** The browser's client keeps what the Java client keeps: its own tests, run by node. */
final class BrowserClientTest {
    private static final Path TESTS =
            Path.of("../client-js/src/test").toAbsolutePath().normalize();

    @Test
    void the_tests_of_the_browser_client_pass() throws Exception {
        final List<String> arguments = new ArrayList<>(List.of("--test"));
        try (Stream<Path> files = Files.list(TESTS)) {
            files.map(Path::toString)
                    .filter(name -> name.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(arguments::add);
        }
        NodeScript.run(arguments);
    }
}

package ringside.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.server.ServerSetting;

/** What the README shows is what the code says. */
final class ReadmeTest {
    private String readme;

    @BeforeEach
    void read() throws IOException {
        readme = Files.readString(Path.of("../README.md"));
    }

    @Test
    void the_whole_example_game_is_the_one_that_is_compiled_and_run() throws IOException {
        final String game = Files.readString(Path.of("arena/src/test/java/ringside/example/TagGame.java"));
        assertTrue(readme.contains(game.strip()), "README.md does not hold TagGame.java as it is");
        assertTrue(game.strip().lines().count() <= 80, "the example has more than 80 lines");
    }

    @Test
    void every_setting_stands_there_with_its_default_and_meaning() {
        for (final ServerSetting setting : ServerSetting.values()) {
            final String row =
                    "| `" + setting.key() + "` | `" + setting.defaultText() + "` | " + setting.meaning() + " |";
            assertTrue(readme.contains(row), "README.md does not hold this row: " + row);
        }
    }
}

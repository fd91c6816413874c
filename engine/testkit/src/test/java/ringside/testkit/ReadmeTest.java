package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and run here. */
class ReadmeTest {
    private static final Path EXAMPLE = Path.of("src/test/java/ringside/example");
    private static final Pattern JAVA = Pattern.compile("```java\n(// ([A-Za-z]+[.]java)\n)?(.*?)```", Pattern.DOTALL);

    @Test
    void every_file_of_the_readme_is_the_one_that_is_compiled() throws IOException {
        final Matcher blocks = JAVA.matcher(Files.readString(Path.of("README.md")));
        int files = 0;
        while (blocks.find()) {
            final String name = blocks.group(2);
            if (name != null) {
                final String source = Files.readString(EXAMPLE.resolve(name));
                assertEquals(source, "package ringside.example;\n\n" + blocks.group(3), name);
                files++;
            }
        }
        assertEquals(2, files);
    }

    @Test
    void every_way_and_every_method_that_it_names_exists() throws IOException {
        final String readme = Files.readString(Path.of("README.md"));
        for (final Way way : Way.values()) {
            assertTrue(readme.contains("`" + way + "`"), way + " is missing");
        }
        final Matcher calls = Pattern.compile("`(match|player|row|setup|recording)\\.(\\w+)\\(")
                .matcher(readme);
        int found = 0;
        while (calls.find()) {
            final Class<?> type = switch (calls.group(1)) {
                case "match" -> TestMatch.class;
                case "player" -> TestPlayer.class;
                case "row" -> TestRow.class;
                case "setup" -> MatchSetup.class;
                default -> Recording.class;
            };
            boolean exists = false;
            for (final var method : type.getMethods()) {
                exists |= method.getName().equals(calls.group(2));
            }
            assertTrue(exists, calls.group());
            found++;
        }
        assertTrue(found > 30, "calls in the README: " + found);
    }
}

package ringside.server.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TomlFileTest {
    private static final String[] PIECES = {
        "=",
        "[",
        "]",
        "{",
        "}",
        "\"",
        "\"\"\"",
        "'",
        ".",
        ",",
        "\n",
        "#",
        "bots",
        "x.y",
        "-",
        "+",
        "1e9",
        "0x",
        "nan",
        "inf",
        "true",
        "1979-05-27",
        "07:32:00",
        "\\u00",
        "\\",
        "\0",
        "\r",
        "\uFEFF",
        "é",
        "\uD83D\uDE00",
        "_",
        " "
    };

    @TempDir
    private Path folder;

    private static List<String> problems(final String text) {
        return TomlFile.parse(text, "f.toml").problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void entries_come_in_the_order_of_the_file_with_their_lines() {
        final TomlFile file = TomlFile.parse("\uFEFFb = 1\n\na = [2, \"x\"]\n[t]\nz = 1.5\ny = true\n", "f.toml");
        assertEquals(List.of(), file.problems());
        final TomlEntry table = file.root().entries().get(2);
        assertEquals(new TomlEntry("b", 1, 1L), file.root().entries().get(0));
        assertEquals(
                new TomlEntry("a", 3, List.of(2L, "x")), file.root().entries().get(1));
        assertEquals(new TomlTable(List.of(new TomlEntry("z", 5, 1.5), new TomlEntry("y", 6, true))), table.value());
    }

    @Test
    void what_is_wrong_is_told_with_its_line_all_of_it() {
        assertEquals(List.of("f.toml:2: a previously defined at line 1, column 1"), problems("a = 1\na = 2\n"));
        assertEquals(2, problems("x = = 5\nb = 3\nc = \n").size());
        assertTrue(problems("x = = 5\nb = 3\nc = \n").get(1).startsWith("f.toml:3: "));
    }

    @Test
    void an_escape_that_the_parser_stumbles_over_is_told_with_its_line() {
        assertEquals(
                List.of("f.toml:3: not understood: does a '\\' or a quotation mark stand alone?"),
                problems("a = 1\nb = 2\nc = \"\\u00\"\nd = 4\n"));
    }

    @Test
    void what_is_too_large_or_too_deep_is_refused_before_it_is_parsed() throws IOException {
        assertTrue(
                problems("a = 1\nb = " + "[".repeat(5000)).get(0).startsWith("f.toml:2: more than 32 open brackets"));
        assertTrue(problems("a." + "b.".repeat(5000) + "c = 1").get(0).startsWith("f.toml:1: "));
        assertEquals(List.of(), problems("a = \"" + ".".repeat(5000) + "\""));
        final Path large = Files.writeString(folder.resolve("large.toml"), "#".repeat(TomlFile.MAX_BYTES + 1));
        assertEquals(
                large + ": longer than 65536 bytes: split it, or leave something out",
                TomlFile.read(large).problems().get(0).toString());
    }

    @Test
    void what_cannot_be_read_is_a_problem_of_the_file() throws IOException {
        final Path missing = folder.resolve("missing.toml");
        assertEquals(
                missing + ": does not exist",
                TomlFile.read(missing).problems().get(0).toString());
        assertTrue(TomlFile.read(folder).problems().get(0).toString().startsWith(folder + ": cannot be read"));
        final Path latin = Files.write(folder.resolve("l.toml"), "a = \"é\"".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(
                latin + ": not in UTF-8: save it so",
                TomlFile.read(latin).problems().get(0).toString());
    }

    @Test
    void whatever_is_written_ends_in_entries_or_in_problems() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("TomlFileTest: -Dringside.seed=" + seed);
        final Random random = new Random(seed);
        for (int run = 0; run < 4000; run++) {
            final StringBuilder text = new StringBuilder("bots = 6\n[a]\nb = \"c\"\nlist = [1, 2]\n");
            for (int edit = random.nextInt(12); edit >= 0; edit--) {
                final int at = random.nextInt(text.length() + 1);
                if (random.nextBoolean()) {
                    text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                } else {
                    text.delete(at, Math.min(text.length(), at + random.nextInt(4)));
                }
            }
            final TomlFile file = TomlFile.parse(text.toString(), "f.toml");
            assertTrue(file.problems().isEmpty() || file.root().entries().isEmpty(), text::toString);
            file.problems().forEach(problem -> assertTrue(problem.line() > 0, () -> problem + " in " + text));
            file.root().entries().forEach(entry -> assertTrue(entry.line() > 0, () -> entry + " in " + text));
        }
    }
}

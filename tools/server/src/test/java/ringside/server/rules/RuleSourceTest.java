package ringside.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.server.toml.Problem;

final class RuleSourceTest {
    private static final String TREE =
            "<root BTCPP_format=\"4\"><BehaviorTree ID=\"A\">\n<IsReady/>\n</BehaviorTree></root>";

    private final GameType type = new GameType(new Drilled());
    private final GameTypes types = new GameTypes(List.of(type, new GameType(new Drilled("other"))));

    @TempDir
    private Path folder;

    @BeforeEach
    void foldersBelow() throws IOException {
        Files.createDirectories(folder.resolve("common"));
    }

    private Path write(final String name, final String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private RuleSource.Reading read(final Path location, final RuleValue... over) {
        return new RuleSource(location, types, type, List.of(over)).read();
    }

    private RuleRecord record(final Path file, final RuleValue... over) {
        final RuleSource.Reading reading = read(file, over);
        assertEquals(List.of(), reading.problems());
        return reading.sets().get(reading.standard()).record();
    }

    /** Problems with the folder's name taken away. */
    private List<String> problems(final String text) throws IOException {
        return read(write("main.toml", text)).problems().stream()
                .map(problem -> problem.toString().replace(folder + "/", ""))
                .toList();
    }

    private String origin(final RuleRecord record, final String rule) {
        final RuleValue value = record.origin(type.layout().rules().column(rule));
        return value == null ? "default" : value.origin().replace(folder + "/", "");
    }

    @Test
    void without_a_file_the_standard_set_is_what_was_given() {
        final RuleSource.Reading reading = read(null, RuleValue.given("bots", 2));
        assertEquals("drilled", reading.standard());
        assertTrue(reading.sets().get("drilled").record().toString().startsWith("bots=2,"));
        assertEquals(Set.of(), reading.files());
    }

    @Test
    void an_included_files_values_count_less_wherever_it_is_included_and_each_value_knows_its_place()
            throws IOException {
        write("common/base.toml", "include = \"deep.toml\"\nbots = 1\nlimit = 7\n");
        write("common/deep.toml", "bots = 0\nspeed = 9\n");
        write("late.toml", "\nlimit = 8\n");
        final RuleRecord record = record(
                write("main.toml", "fog = false\ninclude = [\"common/base.toml\", \"late.toml\"]\nbots = 3\n"),
                RuleValue.given("seed", 5));
        assertEquals(
                "bots=3, speed=9, limit=8, seed=5, fog=false, drag=1.5, motto=, key=none, tree=none, mind=none",
                record.toString());
        assertEquals("main.toml:3", origin(record, "bots"));
        assertEquals("common/deep.toml:2", origin(record, "speed"));
        assertEquals("late.toml:2", origin(record, "limit"));
        assertEquals("given", origin(record, "seed"));
        assertEquals("default", origin(record, "drag"));
    }

    @Test
    void a_folder_holds_a_set_in_each_file_each_for_its_game() throws IOException {
        write("drilled.toml", "bots = 1\n");
        write("duel.toml", "bots = 2\n");
        write("other.toml", "bots = 3\n");
        write("o2.toml", "game = \"other\"\n");
        write(".#duel.toml", "x = = 1\n");
        write("notes.txt", "not rules");
        write("common/base.toml", "bots = = 1\n");
        final RuleSource.Reading reading = read(folder, RuleValue.given("limit", 5));
        assertEquals(List.of(), reading.problems());
        assertEquals(
                "drilled=drilled:1:5 duel=drilled:2:20 o2=other:6:20 other=other:3:20",
                reading.sets().values().stream()
                        .map(set -> set.name() + "="
                                + set.record().type().layout().game() + ":"
                                + set.record()
                                        .format(set.record()
                                                .type()
                                                .layout()
                                                .rules()
                                                .column("bots")) + ":"
                                + set.record()
                                        .format(set.record()
                                                .type()
                                                .layout()
                                                .rules()
                                                .column("limit")))
                        .collect(Collectors.joining(" ")));
        final RuleBook book = RuleBook.of(reading);
        assertEquals("drilled", book.standard().name());
        assertTrue(book.forNew(types.newest("other")).toString().startsWith("bots=3,"));
    }

    @Test
    void a_folder_without_a_file_for_the_game_leaves_it_at_its_defaults() throws IOException {
        write("duel.toml", "bots = 2\n");
        final RuleSource.Reading reading = read(folder);
        assertEquals(Set.of("drilled", "duel"), reading.sets().keySet());
        assertTrue(reading.sets().get("drilled").record().toString().startsWith("bots=6,"));
    }

    @Test
    void all_problems_are_told_each_with_file_line_and_key() throws IOException {
        write("common/base.toml", "\nspeed = 101\n");
        assertEquals(
                List.of("main.toml:6: game = arcade: there is no such game; there are [drilled, other]"),
                problems("include = \"common/base.toml\"\nboots = 1\n\nfog = 1\ndrag = 11\ngame = \"arcade\"\n"));
        assertEquals(
                List.of(
                        "common/base.toml:2: speed = 101: outside -100 to 100",
                        "main.toml:2: unknown rule 'boots' (did you mean bots?); the game drilled has "
                                + type.layout().rules().columns().stream()
                                        .map(column -> column.name())
                                        .toList(),
                        "main.toml:4: fog = 1: true or false is wanted",
                        "main.toml:5: motto = 5: text is wanted: \"…\""),
                problems("include = \"common/base.toml\"\nboots = 1\n\nfog = 1\nmotto = 5\n"));
        final Problem first = read(folder.resolve("main.toml")).problems().get(0);
        assertEquals("speed", first.key());
        assertEquals(2, first.line());
    }

    @Test
    void a_key_given_twice_is_told_with_both_lines() throws IOException {
        assertEquals(
                List.of("main.toml:3: bots previously defined at line 1, column 1"),
                problems("bots = 1\n\nbots = 2\n"));
    }

    @Test
    void includes_that_cannot_be_are_told_where_they_stand() throws IOException {
        assertEquals(
                List.of("main.toml:2: include = gone.toml: does not exist"),
                problems("bots = 1\ninclude = [\"gone.toml\"]\n"));
        assertEquals(
                List.of("main.toml:1: include = 5: names of files are wanted: [\"base.toml\"]"),
                problems("include = 5\n"));
        write("b.toml", "include = \"./c.toml\"\n");
        write("c.toml", "include = [\"b.toml\"]\n");
        assertEquals(
                List.of("c.toml:1: include = b.toml: includes itself: b.toml <- c.toml <- b.toml <- main.toml"),
                problems("include = \"b.toml\"\n").stream()
                        .map(line -> line.replace(folder.toString() + "/", ""))
                        .toList());
        for (int i = 0; i < 9; i++) {
            write("d" + i + ".toml", "include = \"d" + (i + 1) + ".toml\"\n");
        }
        write("d9.toml", "");
        assertEquals(
                List.of("d6.toml:1: include = d7.toml: files include one another more than 8 deep"),
                problems("include = \"d0.toml\"\n"));
        write("e.toml", "");
        final String many =
                problems("include = [" + "\"e.toml\", ".repeat(70) + "]\n").get(0);
        assertEquals("main.toml:1: include = e.toml: more than 64 files of one rule set", many);
    }

    @Test
    void a_tree_is_named_by_its_file_seen_from_the_rules_file_and_compiled() throws IOException {
        write("common/guard.xml", TREE);
        write("common/base.toml", "tree = \"guard.xml\"\n");
        final Path main = write("main.toml", "include = \"common/base.toml\"\n");
        final RuleRecord record = record(main);
        assertTrue(record.toString().contains("tree=") && !record.toString().contains("tree=none"), record::toString);
        assertEquals(
                Set.of(main, folder.resolve("common/base.toml"), folder.resolve("common/guard.xml")),
                read(main).files());
    }

    @Test
    void what_is_wrong_with_a_tree_is_told_with_the_trees_file_and_line() throws IOException {
        write("guard.xml", TREE.replace("IsReady", "IsRaedy"));
        final List<String> problems = problems("tree = \"guard.xml\"\n");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("guard.xml:2: IsRaedy: there is no node IsRaedy"), problems::toString);
        assertTrue(problems("tree = \"gone.xml\"\n").get(0).startsWith("gone.xml: not readable"));
        write("guard.xml", TREE.replace("<IsReady/>", "<Sequence>" + "<IsReady/>".repeat(100) + "</Sequence>"));
        assertTrue(
                problems("tree = \"guard.xml\"\n").get(0).contains("the rule tree has room for 96"),
                "names the room there is");
    }

    @Test
    void whatever_is_edited_ends_in_a_set_or_in_problems_with_lines() throws IOException {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("RuleSourceTest: -Dringside.seed=" + seed);
        final Random random = new Random(seed);
        final String[] pieces = {
            "bots",
            "include",
            "game",
            "tree",
            "key",
            "\"base.toml\"",
            "\"main.toml\"",
            "= ",
            "[",
            "]",
            "\n",
            "\"",
            "1e400",
            "-1",
            "true",
            "{a = 1}",
            "[a]\n",
            "\"\\u0000\"",
            "\"" + "é".repeat(9) + "\"",
            "9223372036854775808",
            "#",
            "."
        };
        write("base.toml", "speed = 3\n");
        for (int run = 0; run < 1000; run++) {
            final StringBuilder text = new StringBuilder(
                    "include = [\"base.toml\"]\nbots = 2\ndrag = 1.5\nmotto = \"go\"\nkey = \"0a\"\n");
            for (int edit = random.nextInt(8); edit >= 0; edit--) {
                final int at = random.nextInt(text.length() + 1);
                if (random.nextInt(3) > 0) {
                    text.insert(at, pieces[random.nextInt(pieces.length)]);
                } else {
                    text.delete(at, Math.min(text.length(), at + random.nextInt(6)));
                }
            }
            final RuleSource.Reading reading = read(write("main.toml", text.toString()));
            assertEquals(1, reading.sets().size() + reading.broken().size(), text::toString);
            reading.broken().values().forEach(problems -> assertTrue(!problems.isEmpty(), text::toString));
            for (final Problem problem : reading.problems()) {
                assertTrue(problem.line() > 0 && !problem.file().isEmpty(), () -> problem + " in " + text);
            }
        }
    }
}

package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static ringside.cli.Ran.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay fork}, {@code verify} of many recordings and {@code hashes}, on a match of the arena with one player among bots. */
final class ReplayForkCommandTest {
    private static final int FRAMES = 400;
    private static final int FORK = 200;

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void record() {
        data = folder.resolve("data");
        try (RecordedArena arena = new RecordedArena(data)) {
            arena.create(1, 4).create(2, 4).join(1);
            for (int frame = 1; frame <= FRAMES; frame++) {
                arena.input(1, frame, frame).frames(1);
            }
        }
    }

    /** Forks the match with the player, where all of these do. */
    private static Ran fork(final Object... changes) {
        final List<Object> words = new ArrayList<>(List.of("replay", "fork", data, "--match", 1, "--frame", FORK));
        words.addAll(List.of(changes));
        return run(words.toArray());
    }

    @Test
    void an_input_of_a_match_in_a_directory_is_changed_and_the_file_verifies() {
        final Path fork = folder.resolve("fork.match");
        final Ran made = fork("--set", "player=1,moveX=100,fire=true", "-o", fork, "--json");
        assertEquals(0, made.status(), made.err());
        assertTrue(made.json().path("ok").asBoolean());
        assertEquals(FORK, made.json().path("firstDifferentFrame").asInt(), made.out());
        final Ran verified = run("replay", "verify", fork, "--json");
        assertEquals(0, verified.status(), verified.out());
        assertEquals(FRAMES + 1, verified.json().path("framesVerified").asInt());
        final Ran compared = run("replay", "compare", data, fork, "--match", 1, "--json");
        assertEquals(1, compared.status());
        assertEquals(FORK, compared.json().at("/difference/frame").asInt());
    }

    @Test
    void bots_play_on_where_the_rules_have_some() {
        final Path fork = folder.resolve("bots.match");
        final Ran made = fork("--then", "bots", "--to", FRAMES + 100, "-o", fork);
        assertEquals(0, made.status(), made.err());
        assertTrue(made.out().contains("verified"), made.out());
        final JsonNode players =
                run("replay", "show", fork, "--frame", FRAMES, "--json").json().at("/tables/players");
        assertEquals(4, players.size(), "bots fill up to what the rules say: " + players);
    }

    @Test
    void what_cannot_be_forked_is_said_in_a_line() {
        final Ran none = run("replay", "fork", data, "--match", 1, "--frame", FORK);
        assertEquals(2, none.status());
        assertTrue(none.err().contains("nothing is to change"), none.err());
        final Ran nobody = fork("--drop", 7);
        assertEquals(2, nobody.status());
        assertTrue(nobody.err().contains("there are players [1]"), nobody.err());
        assertEquals(1, nobody.err().lines().count(), nobody.err());
    }

    @Test
    void a_script_says_what_happens_in_many_frames() throws IOException {
        final Path script = Files.write(
                folder.resolve("script.txt"),
                List.of(
                        "# runs to the right",
                        FORK + " add player=1,moveX=100",
                        (FORK + 1) + " add player=1 moveX=100"));
        final Path fork = folder.resolve("script.match");
        final Ran made = fork("--script", script, "--then", "script", "-o", fork);
        assertEquals(0, made.status(), made.err());
        final Ran again = fork("--drop", 1, "-o", fork);
        assertEquals(2, again.status());
        assertTrue(again.err().contains("is there already"), again.err());
    }

    @Test
    void many_recordings_are_verified_at_once() throws IOException {
        final Path many = Files.createDirectories(folder.resolve("many"));
        for (int match = 1; match <= 2; match++) {
            for (int copy = 0; copy < 2; copy++) {
                assertEquals(
                        0,
                        run(
                                        "replay",
                                        "export",
                                        data,
                                        "--match",
                                        match,
                                        "-o",
                                        many.resolve(match + "-" + copy + ".match"))
                                .status());
            }
        }
        final Ran all = run("replay", "verify", many, data, "--threads", 2, "--json");
        assertEquals(0, all.status(), all.err());
        assertTrue(all.json().path("ok").asBoolean());
        assertEquals(5, all.json().path("recordings").size());
        assertEquals(6L * (FRAMES + 1), all.json().path("framesVerified").asLong());
        final Ran one = run("replay", "verify", data, "--match", 2, "--json");
        assertEquals(FRAMES + 1L, one.json().path("framesVerified").asLong(), one.out());
        assertEquals(2, run("replay", "verify", data, "--match", 3).status());
        final Ran told = run("replay", "verify", many);
        assertTrue(told.out().contains("4 recordings, all as recorded"), told.out());
        final Path damaged = many.resolve("1-1.match");
        final byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);
        final Ran broken = run("replay", "verify", many);
        assertEquals(1, broken.status(), broken.out());
        assertTrue(broken.err().contains("1-1.match") && broken.err().contains("damaged"), broken.err());
    }

    @Test
    void hashes_are_a_line_for_each_frame_and_the_same_from_directory_and_file() {
        final Path whole = folder.resolve("whole.match");
        assertEquals(0, run("replay", "export", data, "--match", 1, "-o", whole).status());
        final Ran ofFile = run("replay", "hashes", whole);
        assertEquals(FRAMES + 1, ofFile.out().lines().count());
        assertTrue(ofFile.out().lines().allMatch(line -> line.matches("\\d+ [0-9a-f]{16}")), ofFile.out());
        assertEquals(ofFile.out(), run("replay", "hashes", data, "--match", 1).out());
        final String hash = run("replay", "show", data, "--match", 1, "--frame", 77, "--from-beginning", "--json")
                .json()
                .path("hash")
                .asText();
        assertTrue(ofFile.out().contains("\n77 " + hash + "\n"), hash);
        assertFalse(ofFile.out().contains("\n" + (FRAMES + 1) + " "), ofFile.out());
    }

    @Test
    void a_player_is_shown_what_the_game_lets_them_see_and_no_more() {
        final JsonNode all = run("replay", "show", data, "--match", 1, "--frame", 100, "--json")
                .json();
        final JsonNode shown = run("replay", "show", data, "--match", 1, "--frame", 100, "--player", 1, "--json")
                .json();
        assertEquals(all.path("hash"), shown.path("hash"));
        assertEquals(1, shown.path("player").asInt());
        assertTrue(shown.at("/tables/players").size() >= 1, shown.toString());
        assertTrue(
                shown.at("/tables/players").size() <= all.at("/tables/players").size());
        boolean isSomethingHidden = false;
        for (final JsonNode row : shown.at("/tables/players")) {
            for (final JsonNode truth : all.at("/tables/players")) {
                if (row.path("row").equals(truth.path("row"))) {
                    row.fieldNames().forEachRemaining(column -> assertEquals(truth.path(column), row.path(column)));
                    isSomethingHidden |= row.size() < truth.size();
                }
            }
        }
        assertTrue(isSomethingHidden || !all.at("/tables").equals(shown.at("/tables")), "fog hides nothing");
        final Ran nobody = run("replay", "show", data, "--match", 1, "--frame", 100, "--player", 9);
        assertEquals(2, nobody.status());
        assertTrue(nobody.err().contains("has no player 9 at frame 100; there are [1]"), nobody.err());
    }

    @Test
    void a_journal_is_dumped_as_a_table_of_values() {
        final Ran dumped =
                run("journal", "dump", data, "--match", 1, "--type", "INPUT", "--from", 5, "--to", 9, "--csv");
        assertEquals(0, dumped.status(), dumped.err());
        final List<String> lines = dumped.out().lines().toList();
        assertTrue(
                lines.get(0).startsWith("engine,position,match,frame,type,player,inputSeq,")
                        && lines.get(0).contains(",moveX"),
                lines.get(0));
        assertEquals(6, lines.size(), dumped.out());
        assertTrue(lines.get(1).matches("0,\\d+,1,5,INPUT,1,5,.*"), lines.get(1));
        final int columns = lines.get(0).split(",", -1).length;
        assertTrue(lines.stream().allMatch(line -> line.split(",", -1).length == columns), dumped.out());
        assertEquals(2, run("journal", "dump", data, "--csv", "--json").status());
        assertEquals(
                5,
                run("journal", "dump", data, "--match", 1, "--type", "input", "--from", 5, "--to", 9, "--json")
                        .out()
                        .lines()
                        .count());
    }
}

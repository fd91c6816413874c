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
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay find} on two matches of the arena among bots, against what a walk over the frames saw while they were played. */
final class ReplayFindCommandTest {
    private static final int FRAMES = 1_500;

    @TempDir
    private static Path folder;

    private static Path data;
    private static List<RecordedArena.Kill> kills;
    private static Map<Integer, List<List<Long>>> dead;

    @BeforeAll
    static void record() {
        data = folder.resolve("data");
        try (RecordedArena arena = new RecordedArena(data)) {
            arena.create(1, 8).create(2, 4).frames(FRAMES / 2);
            arena.join(2).frames(10).input(2, 1, 3).frames(FRAMES / 2 - 10);
            kills = List.copyOf(arena.kills);
            dead = Map.copyOf(arena.dead);
        }
        assertTrue(kills.size() > 8, "too few kills to tell anything: " + kills.size());
    }

    private static JsonNode find(final Object... words) {
        final List<Object> all = new ArrayList<>(List.of("replay", "find"));
        all.addAll(List.of(words));
        all.add("--json");
        return run(all.toArray()).require(0).json();
    }

    private static List<String> lines(final JsonNode found, final String... keys) {
        final List<String> lines = new ArrayList<>();
        for (final JsonNode each : found.get("findings")) {
            final List<String> words = new ArrayList<>();
            for (final String key : keys) {
                words.add(each.at("/" + key).asText());
            }
            lines.add(String.join(" ", words));
        }
        assertEquals(found.get("found").asInt(), lines.size());
        return lines;
    }

    private static List<String> kills(final Predicate<RecordedArena.Kill> wanted) {
        return kills.stream()
                .filter(wanted)
                .map(each -> each.match() + " " + each.frame() + " kill " + each.killer() + " " + each.victim())
                .toList();
    }

    private static final String[] KILL = {"match", "frame", "effect", "fields/killer", "fields/victim"};

    @Test
    void kills_are_found_by_their_effect() {
        final JsonNode all = find(data, "--effect", "kill");
        assertEquals(kills(each -> true), lines(all, KILL));
        assertEquals(2, all.get("matchesSearched").asInt());
        assertEquals(2L * (FRAMES + 1), all.get("framesSearched").asLong());
        assertEquals(0, all.get("effectsLost").asInt());
        assertEquals("", all.get("problem").asText());
        final long killer = kills.get(0).killer();
        assertEquals(
                kills(each -> each.killer() == killer && each.match() == 1),
                lines(find(data, "--effect", "kill", "--where", "effect.killer = " + killer, "--match", 1), KILL));
        final int middle = kills.get(kills.size() / 2).frame();
        assertEquals(
                kills(each -> each.frame() >= middle && each.frame() <= middle + 200),
                lines(find(data, "--effect", "kill", "--from", middle, "--to", middle + 200), KILL));
        assertEquals(
                kills(each -> each.frame() < middle),
                lines(find(data, "--effect", "kill", "--where", "frame < " + middle), KILL));
    }

    /** Where a slot is found dead after it was not: match, frame, and for how many frames. */
    private static List<String> deaths(final int match, final long slot) {
        final List<String> deaths = new ArrayList<>();
        int lying = 0;
        final List<List<Long>> frames = dead.get(match);
        for (int frame = 0; frame <= frames.size(); frame++) {
            if (frame < frames.size() && frames.get(frame).contains(slot)) {
                lying++;
            } else if (lying > 0) {
                deaths.add(match + " " + (frame - lying) + " " + lying);
                lying = 0;
            }
        }
        return deaths;
    }

    @Test
    void deaths_are_found_by_what_the_state_says() {
        int found = 0;
        for (int slot = 0; slot < 3; slot++) {
            final List<String> expected = deaths(1, slot);
            found += expected.size();
            final String dies = "not players.alive and players.slot = " + slot;
            assertEquals(expected, lines(find(data, "--match", 1, "--where", dies), "match", "frame", "frames"));
        }
        assertTrue(found > 1, found + " deaths");
        final List<String> anybody = new ArrayList<>();
        for (int frame = 0; frame <= FRAMES; frame++) {
            if (!dead.get(1).get(frame).isEmpty()) {
                anybody.add("1 " + frame);
            }
        }
        assertEquals(
                anybody,
                lines(
                        find(data, "--match", 1, "--where", "players.alive = false", "--every", "--limit", 100_000),
                        "match",
                        "frame"));
    }

    @Test
    void everybody_who_is_killed_is_dead_in_that_frame_and_the_row_is_told() {
        for (final RecordedArena.Kill kill : kills.subList(0, 3)) {
            final JsonNode found = find(
                    data,
                    "--match",
                    kill.match(),
                    "--from",
                    kill.frame(),
                    "--to",
                    kill.frame(),
                    "--where",
                    "players.hp <= 0 and players.slot = " + kill.victim());
            assertEquals(
                    List.of(kill.match() + " " + kill.frame() + " 1 false true " + kill.victim()),
                    lines(found, "match", "frame", "frames", "heldBefore", "heldAfter", "rows/players"));
        }
    }

    @Test
    void what_was_refused_is_found_with_its_reason() {
        assertEquals(
                List.of("2 " + (FRAMES / 2 + 10) + " input 1 1 the input's frame is past"),
                lines(find(data, "--refused"), "match", "frame", "refused", "player", "inputSeq", "reason"));
    }

    @Test
    void a_match_file_is_searched_as_its_directory_is() {
        final Path whole = folder.resolve("whole.match");
        final Path clip = folder.resolve("clip.match");
        assertEquals(
                0,
                run("replay", "export", data, "--match", 1, "-o", whole, "--json")
                        .status());
        assertEquals(
                0,
                run("replay", "export", data, "--match", 1, "--from", 400, "--to", 1_200, "-o", clip, "--json")
                        .status());
        assertEquals(kills(each -> each.match() == 1), lines(find(whole, "--effect", "kill"), KILL));
        assertEquals(
                kills(each -> each.match() == 1 && each.frame() >= 400 && each.frame() <= 1_200),
                lines(find(clip, "--effect", "kill"), KILL));
        final String[] held = {"match", "frame", "frames", "rows/players"};
        for (final int from : List.of(401, 800)) {
            assertEquals(
                    lines(
                            find(data, "--match", 1, "--where", "not players.alive", "--from", from, "--to", 1_100),
                            held),
                    lines(find(clip, "--where", "not players.alive", "--from", from, "--to", 1_100), held));
        }
        assertEquals(
                801, find(clip, "--where", "frame > 0").get("framesSearched").asInt());
        assertTrue(refused("holds match 1", clip, "--match", 2, "--refused").isEmpty());
        assertTrue(refused("holds frames 400 to 1200 of match 1", clip, "--to", 9, "--refused")
                .isEmpty());
    }

    @Test
    void people_are_shown_a_table_and_where_to_look() {
        final RecordedArena.Kill first = kills.get(0);
        final Ran result = run("replay", "find", data, "--effect", "kill", "--limit", 1);
        assertEquals(0, result.status(), result.err());
        assertTrue(result.out().contains("match  frame  time"), result.out());
        assertTrue(
                result.out().contains("kill {killer=" + first.killer() + ", victim=" + first.victim() + "}"),
                result.out());
        assertTrue(result.out().contains("1 found (there may be more: --limit) in "), result.out());
        assertTrue(
                result.out()
                        .contains("replay show " + data + " --match " + first.match() + " --frame " + first.frame()),
                result.out());
        final Ran none = run("replay", "find", data, "--where", "players.slot = 3 and players.slot = 4");
        assertEquals(0, none.status());
        assertTrue(none.out().startsWith("0 found in "), none.out());
    }

    /** That it is wrong usage, told in one line on standard error; returns what was printed as a result. */
    private static String refused(final String words, final Object... given) {
        final List<Object> all = new ArrayList<>(List.of("replay", "find"));
        all.addAll(List.of(given));
        final Ran result = run(all.toArray());
        assertEquals(2, result.status(), result.out() + result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(words), result.err());
        return result.out();
    }

    @Test
    void what_cannot_be_asked_is_refused_in_one_line() {
        assertEquals(
                "",
                refused(
                        "character 9: table players has no column 'hpp'; nearest: hp",
                        data,
                        "--where",
                        "players.hpp < 1"));
        assertEquals(
                "",
                refused(
                        "no table 'player' in the layout of arena; nearest: players",
                        data,
                        "--where",
                        "player.hp < 1"));
        assertEquals("", refused("character 14: this is text", data, "--where", "players.hp = 'full'"));
        assertEquals("", refused("no effect 'kil' in the layout of arena; nearest: kill", data, "--effect", "kil"));
        assertEquals("", refused("has no field 'by'", data, "--effect", "kill", "--where", "effect.by = 3"));
        assertEquals("", refused("say which with --effect", data, "--where", "effect.killer = 3"));
        assertEquals("", refused("--slow stands alone", data, "--slow", "--refused"));
        assertEquals("", refused("say what to find", data));
        assertEquals("", refused("--refused stands alone", data, "--refused", "--where", "true"));
        assertEquals("", refused("--every goes with --where", data, "--effect", "kill", "--every"));
        assertEquals("", refused("--limit 0", data, "--where", "true", "--limit", 0));
        assertEquals("", refused("--from 9 --to 8", data, "--where", "true", "--from", 9, "--to", 8));
        assertEquals("", refused("no match 7 was recorded here", data, "--where", "true", "--match", 7));
        assertEquals("", refused("up to frame " + FRAMES, data, "--where", "true", "--match", 1, "--from", 9_999));
    }

    /** The journal's position of a frame of the engine. */
    private static long positionOf(final Path directory, final int engineFrame) {
        return run("journal", "dump", directory, "--type", "FRAME", "--json")
                .require(0)
                .out()
                .lines()
                .skip(engineFrame - 1L)
                .mapToLong(line -> new Ran(0, line, "").json().path("position").asLong())
                .findFirst()
                .orElseThrow();
    }

    private static String slowLine(final int engineFrame, final long position, final int tookMs, final String more) {
        return "{\"atMs\":1,\"engine\":0,\"frame\":" + engineFrame + ",\"position\":" + position + ",\"totalNs\":"
                + tookMs * 1_000_000L + ",\"latenessNs\":1000000" + more + "}";
    }

    @Test
    void slow_frames_are_those_that_the_server_wrote_down() throws IOException {
        final Path directory = folder.resolve("slow");
        try (RecordedArena arena = new RecordedArena(directory)) {
            arena.create(1, 4).frames(50).create(2, 4).frames(100);
        }
        final Path export = folder.resolve("slow.match");
        run("replay", "export", directory, "--match", 1, "-o", export).require(0);
        assertTrue(run("replay", "find", directory, "--slow")
                .require(2)
                .err()
                .contains("nothing was written down of times in " + directory));
        assertTrue(
                run("replay", "find", export, "--slow").require(2).err().contains("holds what happened and not when"));

        final Path logs = Files.createDirectories(directory.resolve("engines/0/latency"));
        assertEquals(0, find(directory, "--slow").path("found").asInt(), "none was slow");
        Files.write(
                logs.resolve("slow-frames.jsonl"),
                List.of(
                        slowLine(20, positionOf(directory, 20), 30, ""),
                        slowLine(
                                90,
                                positionOf(directory, 90),
                                25,
                                ",\"slowestMatch\":{\"match\":2,\"frame\":40,\"tookNs\":9000000},\"notRecorded\":7"),
                        // Of a tail that was lost: the position was given to another frame since.
                        slowLine(95, positionOf(directory, 96), 40, "")));
        final String[] keys = {"match", "frame", "engineFrame", "totalNs"};
        assertEquals(
                List.of("1 20 20 30000000", "1 90 90 25000000"), lines(find(directory, "--slow", "--match", 1), keys));
        assertEquals(List.of("2 40 90 25000000"), lines(find(directory, "--slow", "--match", 2), keys));
        assertEquals(List.of("1 20 20 30000000"), lines(find(directory, "--slow", 26, "--match", 1), keys));
        assertEquals(List.of("1 90 90 25000000"), lines(find(directory, "--slow", "--match", 1, "--from", 21), keys));
        // Of all matches the one that took longest is told, where any was measured.
        assertEquals(
                List.of("null null 20 30000000", "2 40 90 25000000", "null null 95 40000000"),
                lines(find(directory, "--slow"), keys));
        final String told =
                run("replay", "find", directory, "--slow", 5).require(0).out();
        assertTrue(told.contains("2: 9.00 ms"), told);
        assertTrue(told.contains("3 frames over the budget"), told);
        assertTrue(told.contains("7 more came too fast to be written down"), told);
        assertTrue(told.contains("latency replay " + directory + " --engine 0 --frame 20"), told);
        assertFalse(told.contains("look: "), "which match, nobody measured: " + told);
        assertTrue(run("replay", "find", directory, "--slow", "--match", 1)
                .out()
                .contains("look: ringside replay show " + directory + " --match 1 --frame 20"));
    }

    @Test
    void the_help_teaches_with_two_examples() {
        final Ran help = run("replay", "find", "--help");
        assertEquals(0, help.status());
        assertTrue(help.out().contains("--where 'players.hp <= 0 and players.slot = 3'"), help.out());
        assertTrue(help.out().contains("--where 'effect.killer = 3 and frame > 600'"), help.out());
        assertTrue(help.out().contains("ONE of its rows"), help.out());
        assertFalse(help.out().contains("@|"), help.out());
    }
}

package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no longer what was written: named by every verb, never applied, and fatal to none but themselves. */
final class CorruptionIT {
    private static final String MARKS = "marks";

    private final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @Test
    void a_flipped_bit_anywhere_in_a_record_is_named_by_its_position() throws Exception {
        for (int round = 0; round < 3; round++) {
            final Path data = fresh("round" + round);
            final Path segment = oneOf(Recorded.files(Recorded.journal(data), ".cq4"));
            final List<JournalRecords.Place> places = JournalRecords.of(segment);
            final JournalRecords.Place place = places.get(random.nextInt(places.size()));
            final int at = place.at() + random.nextInt(place.lengthBytes());
            JournalRecords.flip(segment, at, random.nextInt(8));
            requireCorrupt(data, "CORRUPT at position " + place.firstPosition(), segment + " at " + at);
        }
    }

    @Test
    void a_flipped_bit_between_records_is_named_by_the_position_it_hides() throws Exception {
        final Path data = fresh("data");
        final Path segment = oneOf(Recorded.files(Recorded.journal(data), ".cq4"));
        final List<JournalRecords.Place> places = JournalRecords.of(segment);
        final JournalRecords.Place place = places.get(random.nextInt(places.size()));
        final int at = place.at() - 1 - random.nextInt(Integer.BYTES);
        JournalRecords.flip(segment, at, random.nextInt(8));
        requireCorrupt(data, "CORRUPT at position " + place.firstPosition(), segment + " at " + at);
    }

    @Test
    void a_truncated_segment_is_named_by_the_first_position_that_is_gone() throws Exception {
        final Path data = fresh("data");
        final Path[] segments = Recorded.files(Recorded.journal(data), ".cq4");
        final Path last = segments[segments.length - 1];
        final List<JournalRecords.Place> places = JournalRecords.of(last);
        final JournalRecords.Place place = places.get(random.nextInt(places.size()));
        final int length = place.at() + random.nextInt(place.lengthBytes());
        JournalRecords.truncate(last, length);
        requireCorrupt(data, "CORRUPT at position " + place.firstPosition(), last + " cut to " + length);
    }

    @Test
    void a_missing_segment_is_named_by_the_first_position_that_is_gone() throws Exception {
        final Path first = fresh("first");
        final Path firstGone = Recorded.files(Recorded.journal(first), ".cq4")[0];
        Files.delete(firstGone);
        requireCorrupt(first, "CORRUPT at position 0", firstGone + " deleted");

        final Path last = fresh("last");
        final Path[] segments = Recorded.files(Recorded.journal(last), ".cq4");
        final Path lastGone = segments[segments.length - 1];
        final long position = JournalRecords.of(lastGone).get(0).firstPosition();
        Files.delete(lastGone);
        requireCorrupt(last, "CORRUPT at position " + position, lastGone + " deleted");
    }

    @Test
    void missing_marks_are_named_and_nothing_is_written_over_what_they_guarded() throws Exception {
        final Path data = fresh("data");
        Files.delete(Recorded.journal(data).resolve(MARKS));
        final var before = Recorded.contents(data);
        final RingsideProcess.Result check = RingsideProcess.run("journal", "check", data.toString());
        final RingsideProcess.Result serve = Served.refused(data);
        requireOneLine(check.require(1), check.out(), "marks");
        requireOneLine(serve, serve.err(), "marks");
        assertTrue(serve.exitCode() == 1 || serve.exitCode() == 2, "exit status " + serve.exitCode());
        assertEquals(before, Recorded.contents(data));
    }

    @Test
    void damaged_checkpoints_are_passed_over_and_the_match_goes_on_with_the_same_hash() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        final Path[] checkpoints = Recorded.files(Recorded.checkpoints(data), ".checkpoint");
        final Path newest = checkpoints[checkpoints.length - 1];
        final Path before = checkpoints[checkpoints.length - 2];
        JournalRecords.flip(newest, random.nextInt((int) Files.size(newest)), random.nextInt(8));
        JournalRecords.truncate(before, random.nextInt((int) Files.size(before)));

        final JsonNode listed = RingsideProcess.run("checkpoint", "list", data.toString(), "--json")
                .require(1)
                .json();
        assertFalse(listed.get("ok").asBoolean(), listed.toString());
        final List<JsonNode> bad = new ArrayList<>();
        listed.get("checkpoints").forEach(each -> {
            if (!each.get("ok").asBoolean()) {
                bad.add(each);
            }
        });
        assertEquals(2, bad.size(), "seed " + seed + ": " + listed);
        requireGoesOnAsRecorded(data, newest.getFileName().toString().replace(".checkpoint", ""));
    }

    @Test
    void without_any_checkpoint_the_match_goes_on_with_the_same_hash() throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        Recorded.delete(Recorded.checkpoints(data));
        requireGoesOnAsRecorded(data, "checkpoint at -1");
    }

    /** A server recovers, says what it passed over, goes on, and a cold replay of all comes to the hash it ended with. */
    private void requireGoesOnAsRecorded(final Path data, final String said) throws Exception {
        final String finalHash;
        try (Served server = Served.start(data)) {
            assertTrue(server.err().contains(said), "seed " + seed + ": '" + said + "' in " + server.err());
            finalHash = server.stop();
        }
        final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                .require(0)
                .json();
        assertEquals(finalHash, verified.get("finalHash").asText(), "seed " + seed);
    }

    /** A copy without checkpoints: recovery reads all of the journal, then. */
    private Path fresh(final String name) throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve(name));
        Recorded.delete(Recorded.checkpoints(data));
        return data;
    }

    private Path oneOf(final Path[] files) {
        return files[random.nextInt(files.length)];
    }

    /** Every verb that reads the journal says it and ends with 1, and nothing is written. */
    private void requireCorrupt(final Path data, final String said, final String damage) throws Exception {
        final String where = "seed " + seed + ", " + damage;
        final var before = Recorded.contents(data);
        final String dir = data.toString();
        try (RingsideProcess check = RingsideProcess.startBrief("journal", "check", dir);
                RingsideProcess checkJson = RingsideProcess.startBrief("journal", "check", dir, "--json");
                RingsideProcess verify = RingsideProcess.startBrief("replay", "verify", dir);
                RingsideProcess verifyJson = RingsideProcess.startBrief("replay", "verify", dir, "--json");
                RingsideProcess serve =
                        RingsideProcess.startBrief(Served.arguments(data).toArray(new String[0]))) {
            final RingsideProcess.Result checked = check.await(60);
            requireSays(checked, checked.out(), said, where);
            final RingsideProcess.Result verified = verify.await(60);
            requireSays(verified, verified.out(), said, where);
            for (final RingsideProcess each : List.of(checkJson, verifyJson)) {
                final RingsideProcess.Result result = each.await(60);
                requireSays(result, result.out(), said, where);
                assertFalse(result.json().get("ok").asBoolean(), where);
                assertTrue(result.json().get("problem").asText().contains(said), where);
            }
            final RingsideProcess.Result served = serve.await(60);
            requireSays(served, served.err(), said, where);
            assertEquals("", served.out(), where);
        }
        assertEquals(before, Recorded.contents(data), where);
    }

    private static void requireSays(
            final RingsideProcess.Result result, final String text, final String said, final String where) {
        assertEquals(1, result.exitCode(), () -> where + ": " + result);
        assertTrue(
                (text + " ").matches("(?s).*" + said + "\\b.*"), () -> where + ": '" + said + "' is not in " + result);
        assertFalse(result.err().contains("\tat "), () -> where + ": " + result);
    }

    private void requireOneLine(final RingsideProcess.Result result, final String text, final String said) {
        assertTrue(text.contains(said), () -> "seed " + seed + ": '" + said + "' is not in " + result);
        assertFalse(result.err().contains("\tat "), () -> "seed " + seed + ": " + result);
    }
}

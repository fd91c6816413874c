package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;

final class ComparisonTest {
    private static final int CHANGED_FRAME = 41;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path folder;

    /** 80 frames of a match with one player, whose input of one frame may be another. */
    private EngineMatch recorded(final String name, final int changed) {
        final Path directory = folder.resolve(name);
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 10, "ann"));
            for (int frame = 1; frame <= 80; frame++) {
                final int move = frame == CHANGED_FRAME ? changed : frame % 5;
                server.feed(events.input(1, 1, frame, frame, move)).frames(events, 1);
            }
            server.stop();
        }
        return new EngineMatch(Server.recording(directory), 1);
    }

    private Comparison compare(final MatchSource one, final MatchSource other) {
        return Comparison.of(one, other, Server.typesOf(events.type), 3, frames -> {});
    }

    @Test
    void recordings_of_the_same_inputs_are_equal() {
        final Comparison comparison = compare(recorded("one", 1), recorded("other", 1));
        assertTrue(comparison.isEqual());
        assertEquals(81, comparison.framesCompared());
        assertEquals(List.of(80, 80), comparison.lastFrames());
    }

    @Test
    void the_first_frame_table_row_and_column_that_differ_are_named_with_what_led_there() {
        final Comparison comparison = compare(recorded("one", 1), recorded("other", 2));
        final Comparison.Difference difference = comparison.difference();
        assertNotNull(difference);
        assertEquals(CHANGED_FRAME, difference.frame());
        assertEquals(CHANGED_FRAME + 1, comparison.framesCompared());
        assertNotNull(difference.place());
        assertTrue(
                difference.place().place().contains("[0]."), difference.place().toString());
        assertEquals(3, difference.events().get(0).size());
        final String last = difference.events().get(0).get(2);
        assertTrue(last.startsWith("INPUT player 1 inputSeq 41 targetFrame 41 ") && last.contains("move=1"), last);
        assertTrue(difference.events().get(1).get(2).contains("move=2"), difference.toString());
    }

    @Test
    void a_file_is_compared_with_the_recording_that_it_was_cut_from_where_both_have_frames() throws IOException {
        final EngineMatch whole = recorded("one", 1);
        final Path clip = folder.resolve("clip.match");
        MatchExport.run(whole.recording(), Server.typesOf(events.type), 1, 30, 60, List.of(), clip, part -> {});
        final Comparison comparison = compare(whole, MatchFile.open(clip));
        assertTrue(comparison.isEqual());
        assertEquals(31, comparison.framesCompared());
        final Comparison other = compare(MatchFile.open(clip), recorded("other", 2));
        assertNotNull(other.difference());
        assertEquals(CHANGED_FRAME, other.difference().frame());
    }

    @Test
    void recordings_without_a_frame_in_common_are_named() throws IOException {
        final EngineMatch whole = recorded("one", 1);
        final Path early = folder.resolve("early.match");
        final Path late = folder.resolve("late.match");
        MatchExport.run(whole.recording(), Server.typesOf(events.type), 1, 0, 20, List.of(), early, part -> {});
        MatchExport.run(whole.recording(), Server.typesOf(events.type), 1, 30, 60, List.of(), late, part -> {});
        final ReplayException e =
                assertThrows(ReplayException.class, () -> compare(MatchFile.open(early), MatchFile.open(late)));
        assertTrue(e.getMessage().endsWith("none is in both"), e.getMessage());
    }
}

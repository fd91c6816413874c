package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.file.MatchFileVerification;
import ringside.replay.find.Finding;
import ringside.replay.find.Question;
import ringside.replay.find.Range;
import ringside.replay.find.RecordingSearch;
import ringside.replay.find.Search;

/** Moments that people marked, in what was recorded of them. */
class BookmarksTest {
    private static final int FRAMES = 600;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path folder;

    /** Ann marks frame 100 at once, and frame 200 only after 150 frames of typing. */
    private void played() {
        try (Server server = Server.open(folder.resolve("data"), events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 10, "ann")).frames(events, 100);
            server.feed(events.bookmark(1, 1, 1, 100, "jumped")).frames(events, 250);
            server.feed(events.bookmark(1, 1, 2, 200, "shot through the Wall"))
                    .feed(events.bookmark(2, 1, 3, 5, "in no match"))
                    .frames(events, FRAMES - 350);
            server.stop();
        }
    }

    private MatchFileHeader export(final int from, final int to, final int opensAt) {
        try {
            return MatchExport.run(
                    Server.recording(folder.resolve("data")),
                    Server.typesOf(events.type),
                    new MatchExport.Wish(1, from, to, opensAt, List.of()),
                    folder.resolve("one.match"),
                    part -> {});
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private MatchFile file() {
        return MatchFile.open(folder.resolve("one.match"));
    }

    private static List<String> said(final Search search) {
        return search.findings().stream()
                .map(Finding.Marked.class::cast)
                .map(marked -> marked.frame() + " " + marked.player() + " " + marked.text())
                .toList();
    }

    private List<String> inDirectory(final String text) {
        final Search search = new Search(new Question.Bookmarks(text), Range.EVERYTHING, 10);
        RecordingSearch.run(Server.recording(folder.resolve("data")), Server.typesOf(events.type), search, part -> {});
        return said(search);
    }

    private List<String> inFile(final String text) {
        final Search search = new Search(new Question.Bookmarks(text), Range.of(1), 10);
        RecordingSearch.run(file(), Server.typesOf(events.type), search, part -> {});
        return said(search);
    }

    @Test
    void marks_are_found_at_the_frames_that_they_mean_by_what_they_say() {
        played();
        assertEquals(List.of("100 1 jumped", "200 1 shot through the Wall"), inDirectory(""));
        assertEquals(List.of("200 1 shot through the Wall"), inDirectory("wall"));
        assertEquals(List.of(), inDirectory("door"));
        assertTrue(Server.verify(folder.resolve("data"), events.type).ok());
    }

    @Test
    void a_clip_has_the_marks_of_its_frames_although_their_texts_came_later() {
        played();
        final MatchFileHeader clip = export(150, 250, MatchFileHeader.NOWHERE);
        assertEquals(250, clip.lastFrame());
        assertEquals(200, clip.openingFrame());
        assertEquals(200, file().header().openingFrame());
        assertEquals(List.of("200 1 shot through the Wall"), inFile(""));
        assertTrue(MatchFileVerification.of(file(), Server.typesOf(events.type), () -> 0, part -> {})
                .ok());
    }

    @Test
    void a_file_opens_at_the_frame_that_was_said_then_at_the_first_mark_then_at_its_beginning() {
        played();
        assertEquals(170, export(150, 250, 170).openingFrame());
        assertEquals(100, export(0, Integer.MAX_VALUE, MatchFileHeader.NOWHERE).openingFrame());
        assertEquals(List.of("100 1 jumped", "200 1 shot through the Wall"), inFile(""));
        assertEquals(400, export(400, 500, MatchFileHeader.NOWHERE).openingFrame());
    }
}

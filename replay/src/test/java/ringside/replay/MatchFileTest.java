package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.journal.JournalHandler;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;
import ringside.replay.file.MatchFileReader;
import ringside.replay.file.MatchFileVerification;

final class MatchFileTest {
    private static final int FRAMES = 8_000;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path folder;

    private Path directory() {
        return folder.resolve("data");
    }

    private Path file() {
        return folder.resolve("one.match");
    }

    /** Two matches, two players in each, who send an input for each frame; match 2 is the one wanted. */
    private Server played(final int frames) {
        final Server server = Server.open(directory(), events.type);
        final SplittableRandom random = new SplittableRandom(5);
        server.frames(events, 10).feed(events.create(1, 5, 0)).frames(events, 3).feed(events.create(2, 6, 0));
        for (int match = 1; match <= 2; match++) {
            server.feed(events.join(match, match * 10L, "ann")).feed(events.join(match, match * 10L + 1, "bob"));
        }
        for (int frame = 1; frame <= frames; frame++) {
            for (int match = 1; match <= 2; match++) {
                for (int player = 1; player <= 2; player++) {
                    server.feed(events.input(
                            match, player, frame, server.slot(match).frame() + 1, random.nextInt(9)));
                }
            }
            server.frames(events, 1);
        }
        return server;
    }

    private MatchFileHeader export(final int match, final int from, final int to) {
        try {
            return MatchExport.run(
                    Server.recording(directory()),
                    Server.typesOf(events.type),
                    match,
                    from,
                    to,
                    List.of("a note"),
                    file(),
                    part -> {});
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private Verification verify() {
        return MatchFileVerification.of(
                MatchFile.open(file()), Server.typesOf(events.type), System::nanoTime, part -> {});
    }

    @Test
    void a_match_comes_out_of_its_file_with_every_hash_that_was_recorded() {
        final long lastHash;
        try (Server server = played(FRAMES)) {
            lastHash = server.hashOf(2, FRAMES);
            server.stop();
        }
        final MatchFileHeader header = export(2, 0, Integer.MAX_VALUE);
        assertEquals(0, header.firstFrame());
        assertEquals(FRAMES, header.lastFrame());
        assertEquals(FRAMES + 1, header.framesHashed());
        assertEquals(3, header.chunks().size());
        assertEquals(List.of("a note"), header.notes());
        assertEquals("skirmish", header.game());
        final Verification verification = verify();
        assertTrue(verification.ok(), () -> "diverged: " + verification.divergence());
        assertEquals(FRAMES + 1, verification.framesVerified());
        assertEquals(0, verification.framesUnhashed());
        assertEquals(lastHash, verification.lastHashes().get(2));
        assertEquals(List.of("test"), verification.builds().stream().distinct().toList());
    }

    @Test
    void any_frame_is_found_from_the_start_before_it() {
        try (Server server = played(FRAMES)) {
            export(2, 0, Integer.MAX_VALUE);
            final MatchFile file = MatchFile.open(file());
            for (final int frame : new int[] {1, 2, 3_599, 3_600, 3_601, 7_200, 7_201, FRAMES}) {
                final StateAtFrame found = StateAtFrame.find(file, Server.typesOf(events.type), frame);
                assertEquals(server.hashOf(2, frame), found.hash(), "frame " + frame);
                assertEquals(found.hash(), found.state().hash());
            }
            final ReplayException e = assertThrows(
                    ReplayException.class, () -> StateAtFrame.find(file, Server.typesOf(events.type), FRAMES + 1));
            assertTrue(
                    e.getMessage().contains("match 2 was recorded up to frame " + FRAMES + ", not 8001"),
                    e.getMessage());
        }
    }

    @Test
    void a_clip_holds_the_frames_that_were_wanted_and_no_others() {
        try (Server server = played(300)) {
            server.checkpoint();
            final MatchFileHeader header = export(2, 100, 200);
            assertEquals(100, header.firstFrame());
            assertEquals(200, header.lastFrame());
            assertEquals(101, header.framesHashed());
            assertTrue(verify().ok());
            assertEquals(101, verify().framesVerified());
            assertEquals(
                    server.hashOf(2, 100),
                    StateAtFrame.find(MatchFile.open(file()), Server.typesOf(events.type), 100)
                            .hash());
        }
    }

    @Test
    void a_clip_begins_at_a_checkpoint_when_there_is_one_before_it() {
        try (Server server = played(300)) {
            server.checkpoint();
            for (int i = 0; i < 100; i++) {
                server.frames(events, 1);
            }
            server.stop();
        }
        final MatchFileHeader header = export(2, 350, Integer.MAX_VALUE);
        assertEquals(350, header.firstFrame());
        assertEquals(400, header.lastFrame());
        assertTrue(verify().ok());
    }

    @Test
    void a_match_goes_on_in_its_file_through_kills_and_restarts() {
        try (Server server = played(100)) {
            assertEquals(100, server.slot(2).frame());
        }
        final long lastHash;
        try (Server server = new Server(directory(), "other", Server.SETTINGS, events.type)) {
            server.frames(events, 50);
            lastHash = server.hashOf(2, 150);
            server.stop();
        }
        final MatchFileHeader header = export(2, 0, Integer.MAX_VALUE);
        assertEquals(2, header.identities().size());
        final Verification verification = verify();
        assertTrue(verification.ok(), () -> "diverged: " + verification.divergence());
        assertEquals(lastHash, verification.lastHashes().get(2));
        assertEquals(List.of("test", "other"), verification.builds());
    }

    @Test
    void a_recording_that_diverges_still_does_as_a_file() {
        final long live;
        try (Server server = played(50)) {
            server.lie();
            server.frames(events, 5);
            live = server.hashOf(1, 53);
            server.stop();
        }
        export(1, 0, Integer.MAX_VALUE);
        assertEquals(new HashCheck.Divergence(1, 53, live + 1, live), verify().divergence());
    }

    @Test
    void events_keep_the_positions_that_they_had_in_the_journal() {
        try (Server server = played(20)) {
            server.stop();
        }
        export(2, 0, Integer.MAX_VALUE);
        final List<String> recorded = new ArrayList<>();
        try (var reader = Server.recording(directory()).read(0)) {
            reader.readAll(event -> {
                if (event.match() == 2 || (event.match() == 0 && !recorded.isEmpty())) {
                    recorded.add(text(event, event.position()));
                }
            });
        }
        final List<String> exported = new ArrayList<>();
        final MatchFileReader reader = new MatchFileReader(MatchFile.open(file()), 0);
        final long[] next = {0};
        final JournalHandler handler = event -> {
            assertEquals(next[0]++, event.position(), "logic wants them one after the other");
            exported.add(text(event, -1));
        };
        final List<String> positions = new ArrayList<>();
        while (reader.next(handler)) {
            positions.add(exported.remove(exported.size() - 1).replace("@-1", "@" + reader.journalPosition()));
        }
        assertEquals(recorded, positions);
    }

    /** Of a join without its token, which no match file has. */
    private static String text(final Event event, final long position) {
        final byte[] bytes = new byte[event.lengthBytes()];
        event.buffer().getBytes(0, bytes);
        if (event.type() == EventType.JOIN) {
            Arrays.fill(bytes, Event.HEADER_BYTES + 8, Event.HEADER_BYTES + 24, (byte) 0);
        }
        return "@" + position + " " + HexFormat.of().formatHex(bytes);
    }

    @Test
    void a_match_that_was_never_recorded_is_named() {
        try (Server server = played(5)) {
            server.stop();
        }
        final ReplayException e = assertThrows(ReplayException.class, () -> export(7, 0, 10));
        assertTrue(e.getMessage().contains("match 7 was not recorded here"), e.getMessage());
        assertFalse(Files.exists(file()));
    }

    @Test
    void any_flipped_bit_and_any_cut_is_refused_by_name() throws IOException {
        try (Server server = played(20)) {
            server.stop();
        }
        export(2, 0, Integer.MAX_VALUE);
        final byte[] whole = Files.readAllBytes(file());
        final SplittableRandom random = Seed.random("any_flipped_bit");
        for (int i = 0; i < 200; i++) {
            final byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            requireRefused(damaged);
            requireRefused(Arrays.copyOf(whole, random.nextInt(whole.length)));
        }
    }

    private void requireRefused(final byte[] bytes) throws IOException {
        Files.write(file(), bytes);
        final ReplayException e = assertThrows(ReplayException.class, () -> MatchFile.open(file()));
        assertTrue(e.getMessage().startsWith("match file " + file() + ": is "), e.getMessage());
    }
}

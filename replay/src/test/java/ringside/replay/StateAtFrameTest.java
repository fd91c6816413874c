package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.GameTypes;

final class StateAtFrameTest {
    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path directory;

    private StateAtFrame find(final int match, final int frame) {
        return StateAtFrame.find(Server.recording(directory), GameTypes.of(events.type), match, frame);
    }

    private String refusal(final int match, final int frame) {
        return String.valueOf(
                assertThrows(ReplayException.class, () -> find(match, frame)).getMessage());
    }

    @Test
    void the_state_at_any_frame_is_what_it_was_live_with_and_without_checkpoints() throws IOException {
        final SplittableRandom random = Seed.random("StateAtFrameTest.any_frame");
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 9, "bo")).frames(events, 30);
            server.feed(events.create(2, 6, 0));
            for (int i = 1; i <= 200; i++) {
                server.feed(events.input(1, 1, i, 30 + i, random.nextInt(-100, 101)));
                server.frames(events, 1);
                if (random.nextInt(40) == 0) {
                    server.checkpoint();
                }
            }
            server.checkpoint();
            server.frames(events, 3);
            expectLive(server, random);
            try (Stream<Path> files = Files.list(server.recording.checkpoints())) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            expectLive(server, random);
        }
    }

    private void expectLive(final Server server, final SplittableRandom random) {
        for (int i = 0; i < 25; i++) {
            final int match = 1 + random.nextInt(2);
            final int last = server.slot(match).frame();
            final int frame = i == 0 ? 0 : i == 1 ? last : random.nextInt(last + 1);
            final StateAtFrame found = find(match, frame);
            assertEquals(server.hashOf(match, frame), found.hash());
            assertEquals(found.hash(), found.state().hash());
            assertEquals(match, found.match());
            assertEquals(frame, found.frame());
        }
    }

    @Test
    void a_frame_that_was_not_recorded_is_refused_and_the_last_one_named() {
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).frames(events, 12);
            server.checkpoint();
            server.stop();
        }
        assertEquals("match 1 was recorded up to frame 12, not 13", refusal(1, 13));
        assertEquals("match 1 was recorded up to frame 12, not -1", refusal(1, -1));
        assertTrue(refusal(2, 0).endsWith("no match 2 was recorded here"));
    }

    @Test
    void a_failed_match_has_its_frames_up_to_the_last_good_one() {
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 6)).frames(events, 12);
            server.checkpoint();
            assertEquals(server.hashOf(1, 5), find(1, 5).hash());
        }
        assertEquals("match 1 was recorded up to frame 5, not 6", refusal(1, 6));
    }
}

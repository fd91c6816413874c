package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.GameType;
import ringside.snapshot.checkpoint.CheckpointInfo;

/** Old files of a journal were removed on purpose, and with them the only word of the epoch about its engine. */
final class CutOffInFrontTest {
    /** More than a file of the journal takes. */
    private static final int FRAMES = 20_000;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path directory;

    private List<Long> live = List.of();
    private CheckpointInfo first;

    @BeforeEach
    void play() {
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 7, "ann"));
            server.feed(events.create(2, 6, 0)).feed(events.join(2, 8, "ben"));
            server.feed(events.create(3, 7, 0)).frames(events, 10).feed(events.end(3));
            server.feed(events.create(4, 8, 0)).frames(events, 2 * FRAMES - 10);
            first = server.checkpoint();
            server.frames(events, FRAMES);
            server.checkpoint();
            server.frames(events, 40);
            assertFalse(server.dropBefore(first.position()).isEmpty(), "files were removed");
            live = Server.hashesOf(server.loop);
            server.stop();
        }
        assertTrue(Server.recording(directory).retainedFrom() > 0);
    }

    @Test
    void recovery_goes_on_from_the_checkpoint_that_says_itself_of_which_engine_it_is() {
        try (Server server = Server.open(directory, events.type)) {
            assertEquals(live.get(2), server.loop.memory().state().finalHash());
            server.frames(events, 10).stop();
        }
    }

    @Test
    void verification_begins_at_the_oldest_checkpoint() {
        final Verification verification = Server.verify(directory, events.type);
        assertTrue(verification.ok());
        assertEquals(live.get(2), verification.finalHash());
        assertEquals(3 * (FRAMES + 40), verification.framesVerified());
        assertEquals(List.of("test"), verification.builds());
    }

    @Test
    void several_threads_begin_there_too_each_with_its_own_matches() {
        final AtomicInteger loads = new AtomicInteger();
        final Verification verification = SpreadVerification.of(
                Server.recording(directory),
                () -> {
                    loads.incrementAndGet();
                    return Server.typesOf(new GameType(new Skirmish("skirmish", 1)));
                },
                2,
                System::nanoTime,
                part -> {});
        assertEquals(3, loads.get(), "one for each thread and one for the engine, so none was begun again alone");
        assertEquals(3 * (FRAMES + 40), verification.framesVerified());
        assertEquals(live.get(2), verification.finalHash());
    }

    @Test
    void a_frame_after_the_cut_is_found_and_one_before_it_is_not() {
        final int frame = 2 * FRAMES + 7;
        assertNotNull(StateAtFrame.find(Server.recording(directory), Server.typesOf(events.type), 1, frame));
        final ReplayException e = assertThrows(
                ReplayException.class,
                () -> StateAtFrame.find(Server.recording(directory), Server.typesOf(events.type), 1, 7));
        assertTrue(String.valueOf(e.getMessage()).startsWith("NO CHECKPOINT: "), e::getMessage);
    }

    @Test
    void without_any_checkpoint_what_is_left_is_of_no_use_and_that_is_said() throws Exception {
        final Path checkpoints = Server.recording(directory).checkpoints();
        for (final CheckpointInfo each :
                Server.recording(directory).checkpointStore().list()) {
            Files.delete(checkpoints.resolve(each.name() + ".checkpoint"));
        }
        final ReplayException e = assertThrows(ReplayException.class, () -> Server.verify(directory, events.type));
        assertTrue(String.valueOf(e.getMessage()).startsWith("NO CHECKPOINT: "), e::getMessage);
    }
}

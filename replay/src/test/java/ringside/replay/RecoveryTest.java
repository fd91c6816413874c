package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MutedOutput;
import ringside.snapshot.checkpoint.CheckpointInfo;

final class RecoveryTest {
    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path directory;

    private Server open() {
        return Server.open(directory, events.type);
    }

    private Server begun() {
        final Server server = open();
        server.feed(events.create(1, 5, 0)).feed(events.join(1, 9, "bo"));
        return server.frames(events, 10);
    }

    private Recovery recover() {
        return Recovery.run(
                Server.recording(directory),
                Server.SETTINGS,
                GameTypes.of(events.type),
                new MutedOutput(),
                4,
                part -> {});
    }

    /** The one that is written to; the next one is prepared beside it. */
    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(Server.recording(directory).journal())) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList()
                    .get(0);
        }
    }

    private Path copyOfJournal() throws IOException {
        final Path copy = directory.resolve("copy");
        return Files.copy(segment(), copy, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The disk has only what it had when the copy was made; the marks know of more. */
    private void loseTail(final Path copy) throws IOException {
        Files.copy(copy, segment(), StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void an_empty_directory_begins_anew() {
        try (Server server = open()) {
            assertNull(server.recovery.identity());
            assertEquals(-1, server.recovery.checkpointPosition());
            assertEquals(0, server.recovery.eventsReplayed());
            assertEquals(Server.SETTINGS, server.loop.memory().settings());
        }
    }

    @Test
    void a_journal_alone_is_enough() {
        final List<Long> before;
        try (Server server = begun()) {
            before = Server.hashesOf(server.loop);
        }
        final Recovery recovery = recover();
        assertEquals(before, Server.hashesOf(recovery.loop()));
        assertEquals(-1, recovery.checkpointPosition());
        assertEquals(13, recovery.eventsReplayed());
        assertTrue(recovery.notes().isEmpty());
    }

    @Test
    void from_a_checkpoint_only_the_rest_is_replayed() {
        final List<Long> before;
        final CheckpointInfo checkpoint;
        try (Server server = begun()) {
            checkpoint = server.checkpoint();
            server.feed(events.say(1, 1, 1, 77)).frames(events, 6);
            before = Server.hashesOf(server.loop);
        }
        final Recovery recovery = recover();
        assertEquals(before, Server.hashesOf(recovery.loop()));
        assertEquals(checkpoint.position(), recovery.checkpointPosition());
        assertEquals(7, recovery.eventsReplayed());
    }

    @Test
    void a_checkpoint_at_the_journals_very_end_leaves_nothing_to_replay() {
        final List<Long> before;
        try (Server server = begun()) {
            server.checkpoint();
            before = Server.hashesOf(server.loop);
        }
        final Recovery recovery = recover();
        assertEquals(0, recovery.eventsReplayed());
        assertEquals(before, Server.hashesOf(recovery.loop()));
    }

    @Test
    void recovering_again_and_again_gives_the_same() {
        try (Server server = begun()) {
            server.checkpoint();
            server.frames(events, 5);
        }
        final List<Long> first = Server.hashesOf(recover().loop());
        for (int i = 0; i < 5; i++) {
            assertEquals(first, Server.hashesOf(recover().loop()));
        }
    }

    @Test
    void a_checkpoint_behind_which_the_tail_was_lost_gives_way_to_the_one_before() throws IOException {
        final Path copy;
        final CheckpointInfo good;
        final List<Long> before;
        try (Server server = begun()) {
            good = server.checkpoint();
            server.frames(events, 3);
            before = Server.hashesOf(server.loop);
            copy = copyOfJournal();
            server.frames(events, 5);
            server.checkpoint();
            server.frames(events, 2);
        }
        loseTail(copy);
        final Recovery recovery = recover();
        assertEquals(before, Server.hashesOf(recovery.loop()));
        assertEquals(good.position(), recovery.checkpointPosition());
        assertEquals(3, recovery.eventsReplayed());
        assertEquals(2, recovery.notes().size(), recovery.notes().toString());
        assertTrue(recovery.notes().get(0).contains("beyond the end of the journal, which is at position 15"));
        assertTrue(recovery.notes().get(1).startsWith("TAIL LOST 7 events from position 16"));
    }

    @Test
    void once_play_went_on_a_checkpoint_of_the_lost_tail_is_never_used() throws IOException {
        final Path copy;
        try (Server server = begun()) {
            copy = copyOfJournal();
            server.feed(events.say(1, 1, 1, 1234)).frames(events, 5);
            server.checkpoint();
        }
        loseTail(copy);
        final List<Long> before;
        try (Server server = open()) {
            // Past the position of the lost checkpoint, without a new one.
            server.frames(events, 40);
            before = Server.hashesOf(server.loop);
        }
        final Recovery recovery = recover();
        assertEquals(-1, recovery.checkpointPosition());
        assertEquals(before, Server.hashesOf(recovery.loop()));
        assertTrue(Server.verify(directory, events.type).ok());
    }

    @Test
    void a_damaged_checkpoint_is_noted_once_and_the_one_before_is_used() throws IOException {
        final CheckpointInfo first;
        try (Server server = begun()) {
            first = server.checkpoint();
            server.frames(events, 3);
            final CheckpointInfo second = server.checkpoint();
            final Path file = server.recording.checkpoints().resolve(second.name() + ".checkpoint");
            Files.write(file, new byte[] {1, 2, 3});
        }
        final Recovery recovery = recover();
        assertEquals(first.position(), recovery.checkpointPosition());
        assertEquals(1, recovery.notes().size());
        assertTrue(recovery.notes().get(0).contains("not a checkpoint of this format"));
    }

    @Test
    void a_checkpoint_of_other_engine_settings_is_passed_over() throws IOException {
        final Path elsewhere = directory.resolve("elsewhere");
        final Path here = directory.resolve("here");
        final List<Long> before;
        try (Server server = Server.open(here, events.type)) {
            server.feed(events.create(1, 5, 0)).frames(events, 10);
            before = Server.hashesOf(server.loop);
        }
        Files.createDirectories(elsewhere);
        Files.copy(here.resolve("identity"), elsewhere.resolve("identity"));
        try (Server other =
                new Server(elsewhere, "test", new LogicSettings(60, 9, 16, 30, 2, 3, 12, 600), events.type)) {
            other.frames(events, 5);
            final CheckpointInfo foreign = other.checkpoint();
            final Path folder = Server.recording(here).checkpoints();
            Files.createDirectories(folder);
            Files.copy(
                    other.recording.checkpoints().resolve(foreign.name() + ".checkpoint"),
                    folder.resolve(foreign.name() + ".checkpoint"));
        }
        try (Server server = Server.open(here, events.type)) {
            assertEquals(-1, server.recovery.checkpointPosition());
            assertTrue(server.recovery.notes().get(0).contains("other engine settings"));
            assertEquals(before.get(0) + 1, server.loop.position());
        }
    }

    @Test
    void checkpoints_without_a_journal_are_not_forgotten_in_silence() throws IOException {
        try (Server server = begun()) {
            server.checkpoint();
        }
        final Path journal = Server.recording(directory).journal();
        Files.move(journal, directory.resolve("gone"));
        final ReplayException e = assertThrows(ReplayException.class, this::open);
        assertTrue(String.valueOf(e.getMessage()).startsWith("journal " + journal + ": gone"), e::getMessage);
        Files.move(directory.resolve("gone"), journal);
        open().close();
    }

    @Test
    void the_recorded_settings_win() {
        try (Server server = begun()) {
            server.stop();
        }
        try (Server server = new Server(directory, "test", LogicSettings.at(30), events.type)) {
            assertEquals(Server.SETTINGS, server.loop.memory().settings());
        }
    }

    @Test
    void a_new_epoch_disconnects_everyone_and_play_goes_on_verified() {
        try (Server server = begun()) {
            server.checkpoint();
            server.frames(events, 3);
        }
        try (Server server = open()) {
            assertEquals(2, server.writer.epoch());
            final var calls = server.slot(1).state().layout().table("players").column("calls");
            final var state = server.slot(1).state();
            final int offset = state.layout().table("players").rowOffset(0);
            assertEquals(1, calls.read(state.block(), offset), "disconnected");
            server.feed(events.resume(1, 1, 10, 9)).frames(events, 4);
            assertEquals(2, calls.read(state.block(), offset), "resumed");
            server.stop();
        }
        final Verification verification = Server.verify(directory, events.type);
        assertTrue(verification.ok());
        assertFalse(verification.framesVerified() == 0);
    }
}

package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build whose logic is another one goes on from the checkpoint at a clean stop, and from nowhere else. */
final class LogicUpgradeTest {
    private final Events older = new Events(new Skirmish("skirmish", 1));
    private final Events newer = new Events(new Skirmish("skirmish", 2));

    @TempDir
    private Path directory;

    /** Plays under the older logic, up to a checkpoint. */
    private Server played() {
        final Server server = Server.open(directory, older.type);
        server.feed(older.create(1, 5, 0)).feed(older.join(1, 7, "ann"));
        server.feed(older.create(2, 6, 0)).frames(older, 20);
        server.checkpoint();
        return server;
    }

    @Test
    void from_a_checkpoint_at_a_clean_stop_matches_go_on_under_the_newer_logic() {
        try (Server server = played()) {
            server.stop();
        }
        try (Server server = Server.open(directory, newer.type)) {
            assertSame(newer.type, server.slot(1).type());
            assertEquals(20, server.slot(1).frame());
            assertEquals(
                    1,
                    server.recovery.notes().size(),
                    () -> server.recovery.notes().toString());
            server.frames(newer, 15)
                    .feed(newer.create(3, 8, 0))
                    .frames(newer, 5)
                    .stop();
        }
        final Server again = Server.open(directory, newer.type);
        try (again) {
            assertEquals(40, again.slot(2).frame());
            assertEquals(5, again.slot(3).frame());
            again.frames(newer, 3).stop();
        }
        // A build that carries both runs all of it again, and changes over where the recording did.
        final Verification all = Server.verify(directory, older.type, newer.type);
        assertTrue(all.ok(), () -> String.valueOf(all.divergence()));
        assertEquals(2 * 43 + 8 + 3, all.framesVerified());
        assertEquals(again.loop.memory().state().finalHash(), all.finalHash());
        // Neither build alone can: each names what it lacks.
        assertRefused(() -> Server.verify(directory, newer.type));
        assertRefused(() -> Server.verify(directory, older.type));
        assertRefused(() -> Server.open(directory, older.type));
    }

    @Test
    void killed_before_the_first_checkpoint_of_the_newer_logic_it_goes_on_all_the_same() {
        try (Server server = played()) {
            server.stop();
        }
        final Server killed = Server.open(directory, newer.type);
        try (killed) {
            killed.frames(newer, 30);
        }
        try (Server server = Server.open(directory, newer.type)) {
            assertEquals(50, server.slot(1).frame());
            assertEquals(killed.slot(2).state().hash(), server.slot(2).state().hash());
        }
    }

    @Test
    void what_follows_the_checkpoint_is_not_the_newer_logics_to_apply() {
        try (Server server = played()) {
            server.frames(older, 1).stop();
        }
        assertRefused(() -> Server.open(directory, newer.type));
        Server.open(directory, older.type).close();
    }

    @Test
    void after_a_kill_only_the_same_logic_goes_on() {
        played().close();
        assertRefused(() -> Server.open(directory, newer.type));
        try (Server server = Server.open(directory, older.type)) {
            server.frames(older, 1);
            server.checkpoint();
            server.stop();
        }
        Server.open(directory, newer.type).close();
    }

    private void assertRefused(final org.junit.jupiter.api.function.Executable opening) {
        final ReplayException e = assertThrows(ReplayException.class, opening);
        final String said = String.valueOf(e.getMessage());
        assertTrue(said.contains("recorded by"), said);
        assertTrue(said.contains(older.type.layout().toString()), said);
        assertTrue(said.contains(newer.type.layout().toString()), said);
    }
}

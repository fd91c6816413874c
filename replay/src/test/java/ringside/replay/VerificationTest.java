package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;

final class VerificationTest {
    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path directory;

    private Server open() {
        return Server.open(directory, events.type);
    }

    private Verification verify() {
        return Server.verify(directory, events.type);
    }

    @Test
    void every_frame_of_a_clean_recording_is_verified() {
        final long finalHash;
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).feed(events.create(2, 6, 0)).frames(events, 20);
            finalHash = server.loop.memory().state().finalHash();
            server.stop();
        }
        final Verification verification = verify();
        assertTrue(verification.ok());
        // Frame 0 of each match counts.
        assertEquals(42, verification.framesVerified());
        assertEquals(0, verification.framesUnhashed());
        assertEquals(23, verification.eventsApplied());
        assertEquals(finalHash, verification.finalHash());
        assertEquals(20 * 1_000_000_000L / 60, verification.simulatedNs());
        assertEquals(0, verification.tailLost());
        assertEquals(List.of("test"), verification.builds());
    }

    @Test
    void a_planted_divergence_is_named_by_match_and_frame() {
        final long live;
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).frames(events, 7);
            server.lie();
            server.frames(events, 1);
            live = server.hashOf(1, 7);
            server.frames(events, 5).stop();
        }
        final Verification verification = verify();
        assertFalse(verification.ok());
        assertEquals(new HashCheck.Divergence(1, 7, live + 1, live), verification.divergence());
    }

    @Test
    void one_match_is_verified_whatever_others_do() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).feed(events.create(2, 6, 0)).frames(events, 7);
            server.lie();
            server.frames(events, 5).stop();
        }
        assertEquals(1, verify().divergence().match());
        final EngineRecording recording = Server.recording(directory);
        final Verification second =
                Verification.ofMatch(recording, Server.typesOf(events.type), 2, System::nanoTime, part -> {});
        assertTrue(second.ok());
        assertEquals(13, second.framesVerified());
        assertEquals(List.of(2), List.copyOf(second.lastHashes().keySet()));
        assertFalse(Verification.ofMatch(recording, Server.typesOf(events.type), 1, System::nanoTime, part -> {})
                .ok());
        final ReplayException none = assertThrows(
                ReplayException.class,
                () -> Verification.ofMatch(recording, Server.typesOf(events.type), 3, System::nanoTime, part -> {}));
        assertTrue(none.getMessage().contains("no match 3 was recorded here"), none.getMessage());
    }

    @Test
    void a_build_that_plays_otherwise_diverges_at_its_first_frame() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).frames(events, 3).stop();
        }
        final HashCheck check = new HashCheck();
        check.hashed(0, 1, 10, 0);
        check.hashed(4, 2, 20, 1);
        check.recorded(0, 1, 11);
        check.recorded(4, 2, 21);
        assertEquals(new HashCheck.Divergence(0, 1, 11, 10), check.divergence(), "the first counts");
        assertEquals(0, check.framesVerified());
        assertEquals(0, check.framesUnhashed());
    }

    @Test
    void frames_in_flight_at_a_kill_are_counted_as_unhashed() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).frames(events, 10);
        }
        final Verification killed = verify();
        assertTrue(killed.ok());
        assertEquals(10, killed.framesVerified());
        assertEquals(1, killed.framesUnhashed());
        try (Server server = open()) {
            server.frames(events, 5).stop();
        }
        final Verification goneOn = verify();
        assertTrue(goneOn.ok());
        assertEquals(15, goneOn.framesVerified());
        assertEquals(1, goneOn.framesUnhashed());
    }

    @Test
    void a_hash_that_is_the_mark_of_a_missing_one_is_compared_like_any_other() {
        final long mark = 0x6D69_7373_696E_6721L;
        final HashCheck check = new HashCheck();
        check.hashed(1, 1, mark, 0);
        check.hashed(1, 2, mark, 1);
        check.recorded(1, 1, mark);
        check.recorded(1, 2, 5);
        assertEquals(1, check.framesVerified());
        assertEquals(1, check.divergence() == null ? 0 : 1);
    }

    @Test
    void a_failed_match_fails_again_at_the_same_frame() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 8)).feed(events.create(2, 5, 0)).frames(events, 20);
            assertEquals(7, server.slot(1).frame());
            assertEquals(20, server.slot(2).frame());
            server.stop();
        }
        final Verification verification = verify();
        assertTrue(verification.ok());
        assertEquals(8 + 21, verification.framesVerified());
    }

    @Test
    void builds_are_listed_and_another_build_with_the_same_games_is_accepted() {
        new Server(directory, "one", Server.SETTINGS, events.type).stop();
        new Server(directory, "two", Server.SETTINGS, events.type).stop();
        assertEquals(List.of("one", "two"), verify().builds());
    }

    @Test
    void another_logic_version_is_refused_and_both_are_named() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).stop();
        }
        final Events newer = new Events(new Skirmish("skirmish", 2));
        final ReplayException e = assertThrows(ReplayException.class, () -> Server.verify(directory, newer.type));
        assertTrue(String.valueOf(e.getMessage()).contains("recorded by " + events.type), e::getMessage);
        assertTrue(String.valueOf(e.getMessage()).contains("this build carries " + newer.type), e::getMessage);
        assertThrows(ReplayException.class, () -> Server.open(directory, newer.type));
        open().close();
    }

    @Test
    void a_build_that_carries_both_versions_plays_both() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).frames(events, 4).stop();
        }
        final Events newer = new Events(new Skirmish("skirmish", 2));
        try (Server server = Server.open(directory, events.type, newer.type)) {
            server.feed(newer.create(2, 5, 0)).frames(events, 4).stop();
        }
        assertTrue(Server.verify(directory, events.type, newer.type).ok());
        assertThrows(ReplayException.class, this::verify);
    }

    @Test
    void epochs_of_different_settings_are_refused() {
        final EngineIdentity first = EngineIdentity.of("a", Server.SETTINGS, GameTypes.of(events.type));
        final EngineIdentity second =
                EngineIdentity.of("a", Server.SETTINGS.withMaxMatches(9), GameTypes.of(events.type));
        final Replayer replayer = new Replayer(GameTypes.of(events.type), new MutedOutput(), null, 2, at -> {});
        replayer.begin(first);
        replayer.begin(first);
        final ReplayException e = assertThrows(ReplayException.class, () -> replayer.begin(second));
        assertTrue(String.valueOf(e.getMessage()).contains("maxMatches=9"), e::getMessage);
        assertTrue(String.valueOf(e.getMessage()).contains("maxMatches=8"), e::getMessage);
    }

    @Test
    void what_was_never_recorded_is_said_so() {
        try (DataDirectory data = DataDirectory.open(directory, () -> 1)) {
            assertFalse(EngineRecording.of(data, 0).exists());
        }
        final ReplayException e = assertThrows(ReplayException.class, () -> EngineRecording.allOf(directory));
        assertTrue(String.valueOf(e.getMessage()).startsWith(directory.toString()), e::getMessage);
        final Replayer replayer = new Replayer(GameTypes.of(), new MutedOutput(), null, 2, at -> {});
        assertFalse(replayer.hasBegun());
        assertThrows(ReplayException.class, replayer::loop);
        assertThrows(ReplayException.class, replayer::identity);
    }

    @Test
    void progress_rises_to_the_end() {
        try (Server server = open()) {
            server.feed(events.create(1, 5, 0)).frames(events, 9_000).stop();
        }
        final List<Double> told = new ArrayList<>();
        final Verification verification =
                Verification.of(Server.recording(directory), GameTypes.of(events.type), System::nanoTime, told::add);
        assertNull(verification.divergence());
        assertEquals(2, told.size());
        assertTrue(told.get(0) > 0 && told.get(0) < told.get(1) && told.get(1) <= 1);
    }
}

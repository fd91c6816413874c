package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.logic.GameType;
import ringside.layout.StateDifference;
import ringside.replay.DivergencePlace.How;
import ringside.replay.Tally.Fault;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileVerification;

final class DivergenceSearchTest {
    private final Event event = new Event().wrap(new UnsafeBuffer(new byte[512]), 0, 512);

    @TempDir
    private Path folder;

    private Server server(final Fault fault) {
        final GameType type = new GameType(new Tally(fault));
        final Server server = Server.open(folder.resolve("data"), type);
        return server.feed(CreatePayload.write(event, 1, 7, type.layout().hash(), new UnsafeBuffer(new byte[1]), 0, 0));
    }

    private void frames(final Server server, final int count) {
        for (int i = 0; i < count; i++) {
            server.feed(FramePayload.write(event, 0, false));
        }
    }

    private static GameType game(final Fault fault) {
        return new GameType(new Tally(fault));
    }

    /** What is known of where a build with that fault plays the directory otherwise. */
    private DivergencePlace place(final Fault fault) {
        final EngineRecording recording = Server.recording(folder.resolve("data"));
        final Verification verification = Server.verifyOnce(folder.resolve("data"), game(fault));
        assertFalse(verification.ok());
        final HashCheck.Divergence first = verification.divergence();
        assertEquals(1, first.match());
        assertEquals(Tally.FAULTY_FRAME, first.frame());
        return DivergenceSearch.in(recording, Server.typesOf(game(fault)), first);
    }

    private static void assertPlace(final String place, final String recorded, final DivergencePlace found) {
        final StateDifference difference = found.place();
        assertNotNull(difference, found.toString());
        assertEquals(place, difference.place(), found.toString());
        assertEquals(recorded, difference.one(), found.toString());
    }

    @Test
    void a_changed_rule_is_found_by_the_one_value_that_gives_the_recorded_hash() {
        try (Server server = server(Fault.NONE)) {
            frames(server, 40);
            server.stop();
        }
        final DivergencePlace found = place(Fault.OTHER_RULE);
        assertEquals(How.ONE_VALUE, found.how());
        assertEquals(Tally.FAULTY_FRAME, found.frame());
        assertPlace("lanes[1].points", "30", found);
        assertEquals("31", found.place().other());
    }

    @Test
    void what_is_no_function_of_the_events_is_found_by_playing_more_than_once() {
        try (Server server = server(Fault.NOT_A_FUNCTION)) {
            frames(server, 40);
            server.stop();
        }
        final DivergencePlace found = place(Fault.NOT_A_FUNCTION);
        assertEquals(How.OTHER_EACH_TIME, found.how());
        assertEquals(Tally.FAULTY_FRAME, found.frame());
        assertNotNull(found.place());
        assertEquals("lanes[1].rest", found.place().place());
        assertTrue(found.words().contains("in another way each time"), found.words());
    }

    @Test
    void a_checkpoint_of_the_very_frame_names_what_differs() {
        try (Server server = server(Fault.NONE)) {
            frames(server, Tally.FAULTY_FRAME);
            server.checkpoint();
            frames(server, 10);
            server.stop();
        }
        final DivergencePlace found = place(Fault.OTHER_HASH);
        assertEquals(How.STORED, found.how());
        assertEquals(Tally.FAULTY_FRAME, found.frame());
        assertPlace("world[0].luck", "0", found);
    }

    @Test
    void a_later_checkpoint_names_what_differs_there_and_says_how_much_later() {
        try (Server server = server(Fault.NONE)) {
            frames(server, 10);
            server.checkpoint();
            frames(server, Tally.FAULTY_FRAME - 10 + 5);
            server.checkpoint();
            frames(server, 10);
            server.stop();
        }
        final DivergencePlace found = place(Fault.OTHER_HASH);
        assertEquals(How.STORED_LATER, found.how());
        assertEquals(Tally.FAULTY_FRAME + 5, found.frame());
        assertPlace("world[0].luck", "0", found);
        assertTrue(found.words().contains("5 frames after the first that diverged"), found.words());
    }

    @Test
    void that_it_cannot_be_known_is_said() {
        try (Server server = server(Fault.NONE)) {
            frames(server, 10);
            server.checkpoint();
            frames(server, 40);
            server.stop();
        }
        final DivergencePlace found = place(Fault.OTHER_HASH);
        assertEquals(How.UNKNOWN, found.how());
        assertNull(found.place());
        assertTrue(found.words().contains("no state was stored of frame 30 or a later one"), found.words());
        assertTrue(found.words().contains("replay bisect"), found.words());
    }

    @Test
    void a_match_file_names_it_by_a_start_that_has_the_recorded_hash() throws IOException {
        try (Server server = server(Fault.NONE)) {
            frames(server, 4_000);
            server.stop();
        }
        final EngineRecording recording = Server.recording(folder.resolve("data"));
        final Path file = folder.resolve("one.match");
        MatchExport.run(
                recording, Server.typesOf(game(Fault.NONE)), 1, 0, Integer.MAX_VALUE, List.of(), file, part -> {});
        final DivergencePlace found = inFile(file);
        assertEquals(How.STORED_LATER, found.how());
        assertEquals(3_599, found.frame());
        assertPlace("world[0].luck", "0", found);
        // A build that plays otherwise makes starts of its own, which prove nothing.
        final Path other = folder.resolve("other.match");
        MatchExport.run(
                recording,
                Server.typesOf(game(Fault.OTHER_HASH)),
                1,
                0,
                Integer.MAX_VALUE,
                List.of(),
                other,
                part -> {});
        assertEquals(How.UNKNOWN, inFile(other).how());
    }

    private static DivergencePlace inFile(final Path path) {
        final MatchFile file = MatchFile.open(path);
        final Verification verification =
                MatchFileVerification.of(file, Server.typesOf(game(Fault.OTHER_HASH)), System::nanoTime, part -> {});
        final HashCheck.Divergence first = verification.divergence();
        assertNotNull(first);
        assertEquals(Tally.FAULTY_FRAME, first.frame());
        return DivergenceSearch.in(file, Server.typesOf(game(Fault.OTHER_HASH)), first);
    }

    @Test
    void of_the_engines_own_memory_it_says_so() {
        final DivergencePlace found = DivergenceSearch.in(
                Server.recording(recorded()), Server.typesOf(game(Fault.NONE)), new HashCheck.Divergence(0, 3, 1, 2));
        assertEquals(How.UNKNOWN, found.how());
        assertTrue(found.words().contains("engine's own memory"), found.words());
    }

    private Path recorded() {
        try (Server server = server(Fault.NONE)) {
            frames(server, 5);
            server.stop();
        }
        return folder.resolve("data");
    }

    @Test
    void recordings_of_two_rules_part_at_the_planted_place() {
        try (Server server = server(Fault.NONE)) {
            frames(server, 40);
            server.stop();
        }
        final EngineMatch one = new EngineMatch(Server.recording(folder.resolve("data")), 1);
        final StateAtFrame a = StateAtFrame.fromBeginning(one, Server.typesOf(game(Fault.NONE)), 35);
        final StateAtFrame b = StateAtFrame.fromBeginning(one, Server.typesOf(game(Fault.OTHER_RULE)), 35);
        assertEquals("lanes[1].points: 35 and 36", String.valueOf(StateDifference.first(a.state(), b.state())));
    }
}

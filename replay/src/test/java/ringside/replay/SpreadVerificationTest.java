package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.EventType;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;

/** The matches of one engine, verified on several threads: what comes out does not follow from how many they are. */
final class SpreadVerificationTest {
    private static final int MATCHES = 7;

    private final Events events = new Events(new Skirmish("skirmish", 1));
    private final AtomicInteger loads = new AtomicInteger();

    @TempDir
    private Path directory;

    private Server open() {
        return Server.open(directory, events.type);
    }

    /** Games that belong to nobody else; counts how often they are asked for. */
    private Supplier<GameTypes> games() {
        loads.set(0);
        return () -> {
            loads.incrementAndGet();
            return GameTypes.of(new GameType(new Skirmish("skirmish", 1)));
        };
    }

    private Verification on(final int threads) {
        return SpreadVerification.of(Server.recording(directory), games(), threads, () -> 0, part -> {});
    }

    /** Verified in shares, rather than on one thread after all: games are asked for once more than there are threads. */
    private void expectSpread(final int threads) {
        assertEquals(threads + 1, loads.get(), "games were made");
    }

    private void expectOneThreadAfterAll(final int threads) {
        assertEquals(threads + 2, loads.get(), "games were made");
    }

    private void play(final Server server, final int frames) {
        for (int frame = 0; frame < frames; frame++) {
            for (int match = 1; match <= MATCHES; match++) {
                server.feed(events.input(match, 1, frame + 1, frame + 2, match * frame % 90));
            }
            server.frames(events, 1);
        }
    }

    private void begin(final Server server) {
        for (int match = 1; match <= MATCHES; match++) {
            server.feed(events.create(match, match, 0)).feed(events.join(match, 100 + match, "p" + match));
        }
    }

    @Test
    void any_number_of_threads_comes_to_what_one_does() {
        try (Server server = open()) {
            begin(server);
            play(server, 600);
            server.stop();
        }
        final Verification one = on(1);
        assertEquals(1, loads.get());
        assertTrue(one.ok());
        assertEquals(MATCHES * 601L, one.framesVerified());
        for (final int threads : new int[] {2, 3, 7, 12}) {
            assertEquals(one, on(threads), threads + " threads");
            expectSpread(threads);
        }
    }

    @Test
    void of_several_matches_that_diverge_the_one_is_named_whose_hash_was_recorded_first() {
        final long live;
        try (Server server = open()) {
            begin(server);
            play(server, 50);
            server.feed(events.operator(EventType.PAUSE, 1)).frames(events, 5);
            server.lie();
            server.frames(events, 1);
            live = server.hashOf(2, 55);
            server.feed(events.operator(EventType.CONTINUE, 1)).frames(events, 20);
            server.lie();
            server.frames(events, 5).stop();
        }
        final Verification one = on(1);
        assertEquals(new HashCheck.Divergence(2, 55, live + 1, live), one.divergence());
        // The other one, in match 1, is not equal either.
        assertEquals(MATCHES * 82L - 6 - 2, one.framesVerified());
        for (final int threads : new int[] {2, 4}) {
            assertEquals(one, on(threads));
        }
        expectOneThreadAfterAll(4);
    }

    @Test
    void a_token_that_was_used_in_the_match_of_another_share_is_known_to_be_used() {
        try (Server server = open()) {
            begin(server);
            // Every match is asked for a seat with the token of another one's player.
            for (int match = 1; match <= MATCHES; match++) {
                server.feed(events.join(match, 100 + match % MATCHES + 1, "again"));
            }
            play(server, 30);
            server.stop();
        }
        final Verification one = on(1);
        assertTrue(one.ok());
        assertEquals(one, on(2));
        expectOneThreadAfterAll(2);
    }

    @Test
    void a_token_that_was_used_in_the_same_match_is_no_reason_to_play_on_one_thread() {
        try (Server server = open()) {
            begin(server);
            server.feed(events.join(3, 103, "again"));
            play(server, 30);
            server.stop();
        }
        final Verification one = on(1);
        assertEquals(one, on(2));
        expectSpread(2);
    }

    @Test
    void a_match_that_the_engine_had_no_room_for_has_none() {
        try (Server server = open()) {
            begin(server);
            server.feed(events.create(8, 8, 0)).feed(events.create(9, 9, 0)).feed(events.join(9, 900, "nowhere"));
            play(server, 30);
            assertEquals(8, server.loop.memory().matches().size());
            server.stop();
        }
        final Verification one = on(1);
        assertTrue(one.ok());
        assertEquals(8, one.lastHashes().size());
        assertEquals(one, on(3));
        expectOneThreadAfterAll(3);
    }

    @Test
    void matches_that_end_fail_and_are_forgotten_make_room_for_others() {
        try (Server server = open()) {
            begin(server);
            server.feed(events.create(8, 8, 20)).feed(events.join(8, 800, "fails"));
            play(server, 30);
            for (final int match : new int[] {2, 5}) {
                server.feed(events.quit(match, 1, 1));
            }
            server.feed(events.end(4));
            play(server, 3);
            for (final int match : new int[] {2, 4, 5, 8}) {
                server.feed(events.delivered(match));
            }
            play(server, Server.SETTINGS.keepEndedFrames() + 2);
            assertEquals(4, server.loop.memory().matches().size());
            server.feed(events.create(10, 1, 0)).feed(events.create(11, 2, 0)).feed(events.create(12, 3, 0));
            server.feed(events.gone(EventType.DISCONNECT, 1, 1, 101));
            play(server, 40);
            server.stop();
        }
        final Verification one = on(1);
        assertTrue(one.ok());
        for (final int threads : new int[] {2, 5}) {
            assertEquals(one, on(threads));
            expectSpread(threads);
        }
    }

    @Test
    void one_match_is_verified_alone_or_not_found_as_on_one_thread() {
        try (Server server = open()) {
            begin(server);
            play(server, 20);
            server.lie();
            server.frames(events, 5).stop();
        }
        final EngineRecording recording = Server.recording(directory);
        assertFalse(on(2).ok());
        final Verification second = SpreadVerification.ofMatch(recording, games(), 2, 3, () -> 0, part -> {});
        expectSpread(3);
        assertTrue(second.ok());
        assertEquals(26, second.framesVerified());
        assertEquals(Verification.ofMatch(recording, games().get(), 2, () -> 0, part -> {}), second);
        final ReplayException none = assertThrows(
                ReplayException.class,
                () -> SpreadVerification.ofMatch(recording, games(), 77, 3, () -> 0, part -> {}));
        assertTrue(String.valueOf(none.getMessage()).contains("no match 77 was recorded here"), none::getMessage);
    }

    @Test
    void another_game_is_refused_in_the_words_of_one_thread() {
        try (Server server = open()) {
            begin(server);
            server.frames(events, 3).stop();
        }
        final EngineRecording recording = Server.recording(directory);
        final Supplier<GameTypes> newer = () -> GameTypes.of(new GameType(new Skirmish("skirmish", 2)));
        final ReplayException one =
                assertThrows(ReplayException.class, () -> Verification.of(recording, newer.get(), () -> 0, part -> {}));
        final ReplayException two = assertThrows(
                ReplayException.class, () -> SpreadVerification.of(recording, newer, 2, () -> 0, part -> {}));
        assertEquals(one.getMessage(), two.getMessage());
    }

    @Test
    void progress_rises_to_the_end() {
        try (Server server = open()) {
            begin(server);
            play(server, 6_000);
            server.stop();
        }
        final List<Double> told = new ArrayList<>();
        assertTrue(SpreadVerification.of(Server.recording(directory), games(), 2, () -> 0, told::add)
                .ok());
        assertTrue(told.size() > 5, "told " + told.size() + " times");
        for (int i = 1; i < told.size(); i++) {
            assertTrue(told.get(i) >= told.get(i - 1));
        }
        assertTrue(told.get(told.size() - 1) > 0.99 && told.get(told.size() - 1) <= 1);
    }
}

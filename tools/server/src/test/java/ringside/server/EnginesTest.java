package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSettings;
import ringside.io.client.GameClient;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;

/** Several engines in one process, matches that come and go in them, and a game that does not return. */
@Timeout(120)
final class EnginesTest {
    @TempDir
    private Path parent;

    private Path directory;
    private ServerSettings settings;

    @BeforeEach
    void choose() {
        directory = parent.resolve("data");
        settings = Running.settings(directory, "engines-test");
    }

    private RingsideServer start() {
        return RingsideServer.startInProcess(settings);
    }

    private List<Integer> matchesOf(final int engine) {
        final Recovery recovery = Recovery.run(
                EngineRecording.allOf(directory).get(engine),
                LogicSettings.at(60),
                Games.load(),
                new MutedOutput(),
                2,
                part -> {});
        return recovery.loop().memory().matches().stream().map(MatchSlot::id).toList();
    }

    @Test
    void matches_are_spread_and_their_numbers_tell_where_they_are() throws InterruptedException {
        settings = settings.with(ServerSetting.ENGINES, 3).with(ServerSetting.MATCHES, 7);
        final RingsideServer.Summary summary;
        try (RingsideServer server = start()) {
            Running.awaitFrames(server, 5);
            summary = server.stop();
        }
        assertEquals(7, summary.matches());
        assertEquals(List.of(1, 4, 7), matchesOf(0));
        assertEquals(List.of(2, 5), matchesOf(1));
        assertEquals(List.of(3, 6), matchesOf(2));
        assertEquals(summary.finalHash(), Running.verified(directory));
    }

    @Test
    void a_restart_recovers_all_engines_and_keeps_their_number() throws InterruptedException {
        settings = settings.with(ServerSetting.ENGINES, 2).with(ServerSetting.MATCHES, 3);
        try (RingsideServer server = start()) {
            Running.awaitFrames(server, 5);
        }
        final ServerSettings asked = settings;
        settings = asked.with(ServerSetting.ENGINES, 3);
        final ServerException e = assertThrows(ServerException.class, this::start);
        assertTrue(e.isConfiguration());
        assertEquals(
                "engines = 3: " + directory + " was begun with 2 and its matches stay in them; leave engines out, or "
                        + "choose another dir",
                e.getMessage());
        settings = Running.settings(directory, "engines-test").with(ServerSetting.MATCHES, 4);
        try (RingsideServer server = start()) {
            assertTrue(server.readyLine().contains(" epoch 2 "), server::readyLine);
            Running.awaitFrames(server, 5);
            assertEquals(4, server.stop().matches());
        }
        assertEquals(List.of(1, 3), matchesOf(0));
        assertEquals(List.of(2, 4), matchesOf(1));
        Running.verified(directory);
    }

    @Test
    void a_first_start_that_was_broken_off_between_its_engines_goes_on() throws IOException, InterruptedException {
        settings = settings.with(ServerSetting.ENGINES, 2).with(ServerSetting.MATCHES, 2);
        start().close();
        // As if it had died before the second engine wrote anything.
        for (final String kept : new String[] {"journal", "checkpoints"}) {
            delete(directory.resolve("engines/1").resolve(kept));
        }
        settings = Running.settings(directory, "engines-test").with(ServerSetting.MATCHES, 2);
        try (RingsideServer server = start()) {
            Running.awaitFrames(server, 5);
        }
        assertEquals(List.of(4), matchesOf(1), "2 was given already");
        Running.verified(directory);
    }

    private static void delete(final Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    @Test
    void players_who_find_no_seat_get_matches_on_demand_that_end_when_nobody_is_left() throws Exception {
        settings = settings.with(ServerSetting.ENGINES, 2)
                .with(ServerSetting.MATCHES, 0)
                .with(ServerSetting.CREATE_ON_DEMAND, true)
                .with(ServerSetting.IDLE_SECONDS, 1)
                .with(ServerSetting.KEEP_ENDED_SECONDS, 0);
        try (RingsideServer server = start();
                ClientLoops loops = new ClientLoops(1, true)) {
            final List<GameClient> clients = new ArrayList<>();
            final TreeSet<Integer> seated = new TreeSet<>();
            for (int i = 0; i < 5; i++) {
                final GameClient client = new GameClient(loops.all().get(0), ClientSettings.of("local://engines-test"));
                client.onView(view -> {
                    synchronized (seated) {
                        seated.add(System.identityHashCode(client));
                    }
                });
                client.join();
                clients.add(client);
            }
            Running.await(server, () -> {
                synchronized (seated) {
                    return seated.size() == 5;
                }
            });
            clients.forEach(GameClient::close);
            Running.await(server, () -> abandoned() >= 3);
            // Two seats a match: three matches, and perhaps one more for who came between two of them.
            assertTrue(abandoned() <= 5, Running.results(directory)::toString);
            server.stop();
        }
        Running.verified(directory);
    }

    private long abandoned() {
        return Running.results(directory).stream()
                .filter(line -> line.contains("\"end\":\"abandoned\""))
                .count();
    }

    @Test
    void ended_matches_are_delivered_then_forgotten_and_their_numbers_never_come_again() throws InterruptedException {
        settings = settings.with(ServerSetting.MATCHES, 3)
                .with(ServerSetting.KEEP_ENDED_SECONDS, 0)
                .withRule("endsAt", 3);
        try (RingsideServer server = start()) {
            Running.await(server, () -> Running.results(directory).size() == 3);
            Running.await(server, () -> server.matches() == 0);
            server.stop();
        }
        assertEquals(List.of(), matchesOf(0));
        settings = settings.withRule("endsAt", 0).with(ServerSetting.MATCHES, 1);
        try (RingsideServer server = start()) {
            Running.awaitFrames(server, 5);
        }
        assertEquals(List.of(4), matchesOf(0));
        assertEquals(3, Running.results(directory).size());
        Running.verified(directory);
    }

    @Test
    void results_that_did_not_arrive_come_with_the_next_start() throws InterruptedException {
        // Port 1 of this machine: nobody listens there.
        settings = settings.with(ServerSetting.MATCHES, 2).withRule("endsAt", 3);
        final ServerSettings unreachable = settings.with(ServerSetting.RESULTS, "http://127.0.0.1:1/results");
        try (RingsideServer server = RingsideServer.startInProcess(unreachable)) {
            Running.awaitFrames(server, 10);
            assertEquals(2, server.matches(), "remembered until their results have arrived");
        }
        assertEquals(List.of(), Running.results(directory));
        try (RingsideServer server = start()) {
            Running.await(server, () -> Running.results(directory).size() == 2);
            // Logic is told right after.
            Running.awaitFrames(server, 20);
        }
        for (final String line : Running.results(directory)) {
            assertTrue(line.contains("\"result\":{\"steps\":3,\"word\":\"done\"}"), line);
        }
        try (RingsideServer server = start()) {
            Running.awaitFrames(server, 10);
        }
        assertEquals(2, Running.results(directory).size(), "what has arrived stays so");
        Running.verified(directory);
    }

    @Test
    void a_game_that_does_not_return_stops_the_server_and_nothing_waits_for_it() throws InterruptedException {
        settings = settings.with(ServerSetting.ENGINES, 2)
                .with(ServerSetting.MATCHES, 2)
                .with(ServerSetting.WATCHDOG_SECONDS, 1)
                .withRule("loopsAt", 5);
        Errand.released = false;
        try (RingsideServer server = start()) {
            assertTrue(server.awaitFailure(60, TimeUnit.SECONDS));
            final RingsideServer.Summary summary = server.stop();
            assertTrue(summary.failed());
            assertEquals("unknown", summary.finalHash());
        } finally {
            Errand.released = true;
        }
        assertFalse(Files.notExists(directory.resolve("lock")));
    }
}

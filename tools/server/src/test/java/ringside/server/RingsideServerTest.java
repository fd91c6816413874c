package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSettings;
import ringside.io.client.GameClient;
import ringside.journal.JournalException;
import ringside.layout.XxHash64;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;
import ringside.replay.ReplayException;
import ringside.replay.Verification;
import ringside.snapshot.checkpoint.CheckpointImage;

/** Whole servers in this process, on real directories. Nothing here depends on how fast they are. */
@Timeout(120)
final class RingsideServerTest {
    private static final int FAILS_AT = 20;

    @TempDir
    private Path parent;

    private Path directory;
    private ServerSettings settings;

    @BeforeEach
    void choose() {
        directory = parent.resolve("data");
        settings = ServerSettings.defaults()
                .with(ServerSetting.DIR, directory.toString())
                .with(ServerSetting.GAME, "fragile")
                .with(ServerSetting.HZ, 500)
                .with(ServerSetting.TCP, 0)
                .with(ServerSetting.HTTP, -1)
                .with(ServerSetting.MAX_MATCHES, 8)
                .with(ServerSetting.BIND, "server-test");
    }

    private RingsideServer start() {
        return RingsideServer.startInProcess(settings);
    }

    private static void await(final RingsideServer server, final BooleanSupplier condition)
            throws InterruptedException {
        while (!condition.getAsBoolean()) {
            assertFalse(server.awaitFailure(1, TimeUnit.MILLISECONDS), "the engine failed");
        }
    }

    private static void awaitFrames(final RingsideServer server, final long frames) throws InterruptedException {
        final long enough = server.framesDone() + frames;
        await(server, () -> server.framesDone() >= enough);
    }

    private EngineRecording recording() {
        return EngineRecording.allOf(directory).get(0);
    }

    private FrameLoop recovered() {
        return Recovery.run(recording(), LogicSettings.at(60), Games.load(), new MutedOutput(), 2, part -> {})
                .loop();
    }

    private static MatchSlot slot(final FrameLoop loop, final int match) {
        final MatchSlot slot = loop.memory().find(match);
        assertNotNull(slot);
        return slot;
    }

    /** What the directory holds plays again as it was, and nobody holds its lock. */
    private Verification verified() {
        final Verification verification = Verification.of(recording(), Games.load(), System::nanoTime, part -> {});
        assertTrue(verification.ok(), () -> "diverged: " + verification.divergence());
        return verification;
    }

    private ServerException refused() {
        final ServerException e = assertThrows(ServerException.class, this::start);
        assertTrue(e.isConfiguration());
        return e;
    }

    @Test
    void it_serves_stops_and_leaves_a_recording_that_verifies() throws InterruptedException {
        settings = settings.with(ServerSetting.MATCHES, 3);
        final RingsideServer.Summary summary;
        try (RingsideServer server = start()) {
            assertEquals(-1, server.tcpPort());
            assertEquals(-1, server.httpPort());
            assertTrue(server.readyLine().endsWith("epoch 1 dir " + directory), server::readyLine);
            awaitFrames(server, 50);
            summary = server.stop();
        }
        assertEquals(3, summary.matches());
        assertTrue(summary.frames() >= 50);
        assertFalse(summary.failed());
        assertEquals(directory.toString(), summary.journal());
        final Verification verification = verified();
        assertEquals(summary.finalHash(), verification.finalHashHex());
        assertEquals(0, verification.framesUnhashed());
    }

    @Test
    void a_restart_goes_on_where_the_last_one_ended_and_creates_only_what_is_missing() throws InterruptedException {
        final String before;
        try (RingsideServer server = start()) {
            awaitFrames(server, 20);
            before = server.stop().finalHash();
        }
        final FrameLoop between = recovered();
        assertEquals(before, XxHash64.hex(between.memory().state().finalHash()));
        settings = settings.with(ServerSetting.MATCHES, 2);
        try (RingsideServer server = start()) {
            assertTrue(server.readyLine().contains(" epoch 2 "), server::readyLine);
            awaitFrames(server, 20);
            assertEquals(2, server.stop().matches());
        }
        final FrameLoop after = recovered();
        assertTrue(slot(after, 1).frame() > slot(between, 1).frame());
        assertTrue(slot(after, 2).frame() < slot(after, 1).frame());
        verified();
    }

    @Test
    void checkpoints_are_written_and_used() throws InterruptedException {
        settings = settings.with(ServerSetting.CHECKPOINT_SECONDS, 1);
        try (RingsideServer server = start()) {
            await(server, () -> recording().checkpointStore().list().stream().anyMatch(info -> info.ok()));
        }
        final Recovery recovery =
                Recovery.run(recording(), LogicSettings.at(60), Games.load(), new MutedOutput(), 2, part -> {});
        assertTrue(recovery.checkpointPosition() > 0);
        assertEquals(List.of(), recovery.notes());
        assertEquals(verified().finalHash(), recovery.loop().memory().state().finalHash());
    }

    @Test
    void a_checkpoint_that_the_journal_does_not_reach_is_set_aside_at_start() throws InterruptedException {
        try (RingsideServer server = start()) {
            awaitFrames(server, 5);
        }
        final FrameLoop loop = recovered();
        final CheckpointImage ahead = new CheckpointImage();
        ahead.capture(loop.memory(), loop.position() + 20, true);
        final String name = recording().checkpointStore().write(ahead).name();
        try (RingsideServer server = start()) {
            assertFalse(Files.exists(recording().checkpoints().resolve(name + ".checkpoint")));
            assertTrue(Files.exists(recording().checkpoints().resolve(name + ".lost")));
            awaitFrames(server, 50);
        }
        assertEquals(verified().finalHash(), recovered().memory().state().finalHash());
    }

    @Test
    void a_client_plays() throws Exception {
        // Not so fast that a busy machine is overloaded, for then nobody may join.
        settings = settings.with(ServerSetting.GAME, "arena").with(ServerSetting.HZ, 30);
        try (RingsideServer server = start();
                ClientLoops loops = new ClientLoops(1, true)) {
            final GameClient client = new GameClient(loops.all().get(0), ClientSettings.of("local://server-test"));
            final CountDownLatch views = new CountDownLatch(5);
            client.onView(view -> views.countDown());
            client.join();
            await(server, () -> views.getCount() == 0);
            client.close();
            server.stop();
        }
        verified();
    }

    @Test
    void a_failing_game_closes_its_match_and_the_server_goes_on() throws InterruptedException {
        settings = settings.with(ServerSetting.MATCHES, 2).withRule("failsAt", FAILS_AT);
        try (RingsideServer server = start()) {
            awaitFrames(server, 3 * FAILS_AT);
            assertFalse(server.isFailed());
            assertFalse(server.stop().failed());
        }
        final FrameLoop loop = recovered();
        assertEquals(FAILS_AT - 1, slot(loop, 1).frame());
        assertTrue(slot(loop, 2).frame() > FAILS_AT);
        verified();
    }

    @Test
    void an_error_stops_the_engine_loudly_and_the_directory_is_given_back() throws InterruptedException {
        settings = settings.withRule("failsAt", FAILS_AT).withRule("error", true);
        try (RingsideServer server = start()) {
            assertTrue(server.awaitFailure(60, TimeUnit.SECONDS));
            assertTrue(server.isFailed());
            assertTrue(server.stop().failed());
        }
        // The same event is in the journal: the process stops again, and says so, instead of skipping it.
        for (int again = 0; again < 2; again++) {
            final ReplayException e = assertThrows(ReplayException.class, this::start);
            assertInstanceOf(AssertionError.class, e.getCause());
            assertTrue(
                    String.valueOf(e.getMessage()).contains("stopped in its logic stage at position "), e::getMessage);
        }
    }

    @Test
    void a_port_in_use_is_named_and_leaves_no_lock_and_no_thread_behind() throws IOException, InterruptedException {
        // Other tests leave engines behind whose games do not return.
        final List<String> before = ringsideThreads();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final ServerSettings networked = settings.with(ServerSetting.BIND, "127.0.0.1");
            final ServerException e = assertThrows(
                    ServerException.class,
                    () -> RingsideServer.start(networked.with(ServerSetting.TCP, taken.getLocalPort())));
            assertTrue(e.isConfiguration());
            assertTrue(String.valueOf(e.getMessage()).contains(Integer.toString(taken.getLocalPort())), e::getMessage);
            assertEquals(before, ringsideThreads());
            try (RingsideServer server = RingsideServer.start(networked)) {
                assertTrue(server.tcpPort() > 0);
                assertTrue(server.readyLine().contains("tcp://127.0.0.1:" + server.tcpPort()), server::readyLine);
                awaitFrames(server, 5);
            }
        }
        assertEquals(before, ringsideThreads());
        verified();
    }

    private static List<String> ringsideThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("ringside-"))
                .sorted()
                .toList();
    }

    @Test
    void a_second_server_on_the_directory_is_refused_and_the_first_goes_on() throws InterruptedException {
        try (RingsideServer server = start()) {
            final JournalException e = assertThrows(JournalException.class, this::start);
            assertEquals(JournalException.Code.LOCKED, e.code());
            awaitFrames(server, 10);
        }
        verified();
    }

    @Test
    void another_rate_than_the_recorded_one_is_refused_and_leaves_no_lock_behind() throws InterruptedException {
        try (RingsideServer server = start()) {
            awaitFrames(server, 2);
        }
        settings = settings.with(ServerSetting.HZ, 60);
        assertEquals(
                "hz = 60: " + directory + " was recorded at 500 and goes on so; leave hz out, or choose another dir",
                refused().getMessage());
        settings = settings.with(ServerSetting.HZ, 500);
        start().close();
    }

    @Test
    void more_matches_than_the_directory_has_room_for_are_refused() throws InterruptedException {
        try (RingsideServer server = start()) {
            awaitFrames(server, 2);
        }
        settings = settings.with(ServerSetting.MAX_MATCHES, 100).with(ServerSetting.MATCHES, 9);
        assertEquals(
                "matches = 9: " + directory
                        + " has room for 8 as maxMatches says; ask for fewer, or choose another dir",
                refused().getMessage());
    }

    @Test
    void what_is_wrong_with_game_or_rules_is_said_before_the_directory_is_touched() {
        final ServerSettings right = settings;
        settings = right.with(ServerSetting.GAME, "chess");
        assertTrue(String.valueOf(refused().getMessage())
                .startsWith("game 'chess' is not on the class path; there are ["));
        settings = right.withRule("failsAt", -1);
        refused();
        settings = right.with(ServerSetting.MATCHES, 9);
        refused();
        assertFalse(Files.exists(directory));
    }

    @Test
    void closing_twice_is_closing_once() throws InterruptedException {
        final RingsideServer server = start();
        awaitFrames(server, 2);
        server.close();
        server.close();
        assertFalse(server.stop().failed());
    }
}

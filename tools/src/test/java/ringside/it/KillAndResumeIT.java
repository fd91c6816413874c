package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.bots.Bots;
import ringside.bots.BotsListener;
import ringside.bots.BotsProgress;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;
import ringside.engine.event.EventType;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.JournalReader;
import ringside.layout.XxHash64;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;
import ringside.replay.Verification;
import ringside.server.Games;

/** kill -9 at random moments, while real connections play: nothing that they were shown may be lost. */
final class KillAndResumeIT {
    /** More for a night: {@code -Dringside.kills=1000}. */
    private static final int ROUNDS =
            Integer.getInteger("ringside.kills", Boolean.getBoolean("ringside.deep") ? 50 : 10);

    private static final int PLAYERS = 10;
    private static final int MATCHES = 2;
    private static final int LONGEST_SECONDS = 24 * ROUNDS;
    private static final int SNAPSHOTS = 8;

    @TempDir
    private Path folder;

    /** An input that a view showed to be consumed. */
    private record Acknowledged(int match, int player, int inputSeq) {}

    /** What the players have seen so far. */
    private static final class Seen implements BotsListener {
        private final ConcurrentLinkedQueue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public void progress(final BotsProgress progress) {
            // Nobody watches.
        }

        @Override
        public void acknowledged(
                final int match, final int player, final int inputSeq, final int frame, final long epoch) {
            acknowledged.add(new Acknowledged(match, player, inputSeq));
            count.incrementAndGet();
        }
    }

    @Test
    void nothing_acknowledged_is_lost_by_kills_at_random_moments_and_players_resume() throws Exception {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("KillAndResumeIT seed " + seed);
        final Random random = new Random(seed);
        final Path data = folder.resolve("data");
        final int port = freePort();
        final Path config = folder.resolve("server.toml");
        Files.writeString(config, "checkpointSeconds = 1\nmatches = " + MATCHES + "\nhttp = -1\ntcp = " + port + "\n");
        final Seen seen = new Seen();
        final ExecutorService players = Executors.newSingleThreadExecutor();
        RingsideProcess server = serve(config, data);
        try {
            final Future<BotsResult> playing = players.submit(() -> Bots.run(
                    BotsSettings.of("tcp://127.0.0.1:" + port)
                            .withPlayers(PLAYERS)
                            .withMatches(MATCHES)
                            .withReconnectSeconds(60)
                            .withSeconds(LONGEST_SECONDS),
                    seen));
            for (int round = 1; round <= ROUNDS; round++) {
                awaitMore(seen, 100 + random.nextInt(500), playing);
                server.kill();
                System.out.println(
                        "killed " + round + " of " + ROUNDS + " times, " + seen.count + " inputs acknowledged");
                requireNothingLost(data, seen, "round " + round + ", seed " + seed);
                server = serve(config, data);
            }
            awaitMore(seen, 100, playing);
            final RingsideProcess.Result stopped = server.stop();
            final Verification end = requireNothingLost(data, seen, "the end, seed " + seed);
            assertTrue(
                    stopped.err().contains("final hash " + end.finalHashHex()),
                    "live and cold replay end alike: " + end.finalHashHex() + " in " + stopped.err());
            playing.cancel(true);
        } finally {
            server.close();
            players.shutdownNow();
            assertTrue(players.awaitTermination(30, TimeUnit.SECONDS));
        }
    }

    private static RingsideProcess serve(final Path config, final Path data) throws InterruptedException {
        final RingsideProcess server =
                RingsideProcess.start("serve", "--config", config.toString(), "--dir", data.toString());
        server.awaitLine("ready");
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until the players have seen so many more of their inputs: they have resumed, then, and play. */
    private static void awaitMore(final Seen seen, final int more, final Future<BotsResult> playing) throws Exception {
        final int target = seen.count.get() + more;
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (seen.count.get() < target) {
            assertTrue(!playing.isDone(), () -> "the players gave up: " + resultOf(playing));
            assertTrue(System.nanoTime() < endNs, "the players did not resume within a minute");
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static String resultOf(final Future<BotsResult> playing) {
        try {
            return playing.get().problems().toString();
        } catch (final Exception e) {
            return e.toString();
        }
    }

    private static Verification requireNothingLost(final Path data, final Seen seen, final String when) {
        final List<Acknowledged> acknowledged = List.copyOf(seen.acknowledged);
        try (DataDirectory directory = DataDirectory.read(data)) {
            final EngineRecording recording = EngineRecording.of(directory, 0);
            final Set<Acknowledged> journalled = journalledInputs(recording);
            for (final Acknowledged input : acknowledged) {
                assertTrue(journalled.contains(input), () -> when + ": shown, but not in the journal: " + input);
            }
            final Verification cold = Verification.of(recording, Games.load(), System::nanoTime, part -> {});
            assertNull(cold.divergence(), when);
            assertTrue(cold.framesVerified() > 0, when);
            final Recovery recovered =
                    Recovery.run(recording, cold.settings(), Games.load(), new MutedOutput(), SNAPSHOTS, part -> {});
            assertEquals(
                    cold.finalHashHex(),
                    XxHash64.hex(recovered.loop().memory().state().finalHash()),
                    when + ": checkpoint and rest against full replay");
            return cold;
        }
    }

    private static Set<Acknowledged> journalledInputs(final EngineRecording recording) {
        final Set<Acknowledged> inputs = new HashSet<>();
        try (JournalReader reader = recording.read(0)) {
            reader.readAll(event -> {
                if (event.type() == EventType.INPUT) {
                    inputs.add(new Acknowledged(event.match(), event.player(), event.inputSeq()));
                }
            });
        }
        return inputs;
    }
}

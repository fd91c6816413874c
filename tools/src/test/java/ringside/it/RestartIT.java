package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.bots.Bots;
import ringside.bots.BotsListener;
import ringside.bots.BotsProgress;
import ringside.bots.BotsResult;
import ringside.bots.BotsSettings;

/**
 * A server is killed while many play, and is back from its newest checkpoint. On every build a small one; with
 * {@code -Dringside.playSeconds=600} a hundred matches of a thousand players, killed after ten minutes, which must serve again within
 * {@value #LONGEST_MS} ms of the process's start (on a machine that does nothing else).
 */
final class RestartIT {
    private static final int PLAY_SECONDS = Integer.getInteger("ringside.playSeconds", 0);
    private static final boolean IS_MEASURED = PLAY_SECONDS > 0;
    private static final int MATCHES = IS_MEASURED ? 100 : 4;
    private static final int PLAYERS = Integer.getInteger("ringside.players", IS_MEASURED ? 1_000 : 20);
    private static final int CHECKPOINT_SECONDS = IS_MEASURED ? 10 : 1;
    private static final int RESTARTS = IS_MEASURED ? 6 : 2;
    private static final int LONGEST_MS = 2_000;
    /** The kill comes when about so many events have to be replayed: as many as there ever are. */
    private static final int MOST_EVENTS = 200_000;

    private static final int HZ = 60;
    private static final Pattern RECOVERED = Pattern.compile(
            "recovered (\\d+) matches at position (\\d+): checkpoint at (-?\\d+), (\\d+) events after it");

    @TempDir
    private Path folder;

    /** Waits for what players see. */
    private static final class Seen implements BotsListener {
        private volatile long acknowledged;

        @Override
        public void progress(final BotsProgress progress) {
            // Nobody watches.
        }

        @Override
        public synchronized void acknowledged(
                final int match, final int player, final int inputSeq, final int frame, final long epoch) {
            acknowledged++;
        }
    }

    @Test
    void after_a_kill_it_serves_again_from_the_newest_checkpoint() throws Exception {
        final Path data = folder.resolve("data");
        play(data);
        final long bytes = bytes(Recorded.journal(data));
        long slowestMs = 0;
        for (int i = 1; i <= RESTARTS; i++) {
            final long startNs = System.nanoTime();
            try (Served server = start(data)) {
                final long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
                slowestMs = Math.max(slowestMs, tookMs);
                final Matcher recovered = RECOVERED.matcher(server.err());
                assertTrue(recovered.find(), server.err());
                assertEquals(MATCHES, Integer.parseInt(recovered.group(1)));
                assertTrue(Long.parseLong(recovered.group(3)) > 0, server.err());
                if (IS_MEASURED) {
                    System.out.println("restart " + i + " of " + RESTARTS + ": ready after " + tookMs + " ms; journal "
                            + (bytes >> 20) + " MiB");
                    server.err().lines().filter(line -> line.contains(" ms")).forEach(System.out::println);
                }
                server.kill();
            }
        }
        try (Served server = start(data)) {
            final String finalHash = server.stop();
            if (!IS_MEASURED) {
                final JsonNode verified = RingsideProcess.run("replay", "verify", data.toString(), "--json")
                        .require(0)
                        .json();
                assertEquals(finalHash, verified.get("finalHash").asText());
            }
        }
        assertTrue(!IS_MEASURED || slowestMs <= LONGEST_MS, "ready after " + slowestMs + " ms");
    }

    private Served start(final Path data) throws Exception {
        final Path config = Files.writeString(
                folder.resolve("server.toml"),
                "matches = " + MATCHES + "\ncheckpointSeconds = " + CHECKPOINT_SECONDS
                        + "\nmaxConnectionsPerAddress = 2000\n");
        return Served.startUnder(
                List.of("-Xmx1g"), data, "--config", config.toString(), "--http", "-1", "--durability", "mapped");
    }

    /** Plays, and kills the server while everybody still does. */
    private void play(final Path data) throws Exception {
        final Seen seen = new Seen();
        final ExecutorService players = Executors.newSingleThreadExecutor();
        try (Served server = start(data)) {
            final Future<BotsResult> playing = players.submit(() -> Bots.run(
                    BotsSettings.of(server.url())
                            .withPlayers(PLAYERS)
                            .withMatches(MATCHES)
                            .withSeconds(PLAY_SECONDS + 600),
                    seen));
            final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PLAY_SECONDS);
            final long least = 10L * PLAYERS;
            while (System.nanoTime() < endNs || seen.acknowledged < least || checkpoints(data) < 2) {
                assertTrue(!playing.isDone(), "the players gave up");
                assertTrue(
                        System.nanoTime() < endNs + TimeUnit.SECONDS.toNanos(120),
                        () -> "no play: " + seen.acknowledged + " inputs acknowledged; " + server.err());
                TimeUnit.MILLISECONDS.sleep(20);
            }
            if (IS_MEASURED) {
                awaitTheWorstMoment(data);
            }
            server.kill();
            playing.cancel(true);
        } finally {
            players.shutdownNow();
            assertTrue(players.awaitTermination(60, TimeUnit.SECONDS));
        }
    }

    /** Returns shortly before the next checkpoint is due. */
    private static void awaitTheWorstMoment(final Path data) throws Exception {
        final String last = newestCheckpoint(data);
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(2L * CHECKPOINT_SECONDS);
        while (newestCheckpoint(data).equals(last)) {
            assertTrue(System.nanoTime() < endNs, "no checkpoint came");
            TimeUnit.MILLISECONDS.sleep(5);
        }
        final long eventsInSecond = (long) HZ * PLAYERS;
        final long untilNextMs = Math.min(
                CHECKPOINT_SECONDS * 1_000L,
                Math.max(CHECKPOINT_SECONDS * 1_000L / 5, MOST_EVENTS * 1_000L / eventsInSecond));
        TimeUnit.MILLISECONDS.sleep(untilNextMs - 150);
    }

    private static String newestCheckpoint(final Path data) throws Exception {
        return Arrays.stream(Recorded.files(Recorded.checkpoints(data), ".checkpoint"))
                .map(String::valueOf)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static int checkpoints(final Path data) throws Exception {
        final Path folder = Recorded.checkpoints(data);
        return Files.isDirectory(folder) ? Recorded.files(folder, ".checkpoint").length : 0;
    }

    private static long bytes(final Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}

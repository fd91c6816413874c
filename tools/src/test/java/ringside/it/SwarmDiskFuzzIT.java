package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import ringside.faults.Account;
import ringside.faults.Account.Effect;
import ringside.faults.Account.Hashes;
import ringside.faults.Account.History;
import ringside.faults.Checker;
import ringside.faults.Verdict;

/**
 * One server on a disk of its own that becomes full, or fails, among kills at moments drawn from a seed. What is left is judged by
 * {@link Checker}. Needs the right to mount; without it it is skipped.
 */
@Tag("deep")
@EnabledOnOs(OS.LINUX)
final class SwarmDiskFuzzIT {
    private static final int ROUNDS = Integer.getInteger("ringside.swarm", 5);
    private static final int PLAYERS = 4;
    private static final int MATCH = 1;
    private static final int MOST_KILLS = 3;
    private static final int MOST_INPUTS = 400;
    private static final int END_SECONDS = 150;

    @TempDir
    private Path folder;

    @Test
    void what_was_acknowledged_survives_a_disk_that_fails_to_sync() throws Exception {
        final SplittableRandom random = FaultSeed.random("SwarmDiskFuzzIT");
        for (int i = 0; i < ROUNDS; i++) {
            final long seed = random.nextLong();
            final Path at = Files.createDirectories(folder.resolve("fails-" + i));
            try (OwnDisk disk = OwnDisk.inFile(folder.resolve("image-" + i), at)) {
                round(seed, at, "synced", disk::fail, disk::mend, "failed", 0);
            }
        }
    }

    @Test
    void what_was_acknowledged_survives_a_disk_that_is_full() throws Exception {
        final SplittableRandom random = FaultSeed.random("SwarmDiskFuzzIT");
        for (int i = 0; i < ROUNDS; i++) {
            final long seed = random.nextLong();
            final Path at = Files.createDirectories(folder.resolve("full-" + i));
            try (OwnDisk disk = OwnDisk.inMemory(at, 64)) {
                round(seed, at, "mapped", () -> disk.leaveMib(2), disk::makeRoom, "JOURNAL_FULL", 36);
            }
        }
    }

    private void round(
            final long seed,
            final Path at,
            final String level,
            final Runnable fault,
            final Runnable mended,
            final String named,
            final int crowd)
            throws Exception {
        final SplittableRandom random = new SplittableRandom(seed);
        final int kills = random.nextInt(MOST_KILLS);
        System.out.println("SwarmDiskFuzzIT: seed " + seed + ", " + level + ", " + kills + " kills, then " + named);
        final Path config = Files.write(
                folder.resolve("server.toml"),
                List.of(
                        "watermarkMiB = 0",
                        "http = -1",
                        "checkpointSeconds = 5",
                        "durability = \"" + level + "\"",
                        "matches = " + (crowd == 0 ? 1 : 5),
                        "[rules]",
                        "bots = 4",
                        "roundSeconds = 5"));
        final int port = Members.freePort();
        final Path data = at.resolve("data");
        final String url = "tcp://127.0.0.1:" + port;
        try (Serving serving = new Serving(config, data, port);
                SwarmPlayers players = new SwarmPlayers(PLAYERS, seed, url)) {
            for (int i = 0; i < kills; i++) {
                players.awaitMore(1 + random.nextInt(MOST_INPUTS), "kill " + i + ", seed " + seed);
                serving.process.kill();
                serving.start();
            }
            players.awaitMore(1 + random.nextInt(MOST_INPUTS), "before the disk fails, seed " + seed);
            final RingsideProcess bots = crowd(url, Math.max(1, crowd));
            try {
                fault.run();
                final RingsideProcess.Result ended = serving.process.await(END_SECONDS);
                assertEquals(1, ended.exitCode(), ended.err() + bots.err());
                assertTrue(ended.err().contains(named), ended.err());
            } finally {
                bots.close();
            }
            mended.run();
            serving.start();
            players.awaitMore(MOST_INPUTS, "after it, seed " + seed);
            players.end();
            serving.process.stop();
            judge(seed, data, players);
        }
    }

    private static RingsideProcess crowd(final String url, final int many) {
        return RingsideProcess.startBrief(
                "bots", "--connect", url, "--players", String.valueOf(many), "--seconds", "300");
    }

    private static void judge(final long seed, final Path data, final SwarmPlayers players) {
        final SwarmRecord left = new SwarmRecord("the server", data);
        final List<Hashes> hashes = new ArrayList<>();
        final List<History> histories = List.of(left.history(hashes));
        left.replays(hashes);
        final List<SwarmPlayers.Stay> stays = players.stays();
        final Map<Integer, List<Effect>> expected = left.sures(
                MATCH, stays.stream().map(stay -> stay.seat).distinct().toList(), left);
        final Verdict verdict = Checker.judge(new Account(
                players.acknowledged(),
                players.heard(),
                stays.stream().map(stay -> stay.with(expected.get(stay.seat))).toList(),
                List.of(),
                histories,
                hashes));
        System.out.println("SwarmDiskFuzzIT: " + verdict.checked());
        assertEquals(List.of(), verdict.violations(), "seed " + seed);
        assertTrue(verdict.checked("acknowledged inputs") > PLAYERS, verdict::toString);
    }

    /** A server that is started again and again. */
    private static final class Serving implements AutoCloseable {
        private final Path config;
        private final Path data;
        private final int port;
        private RingsideProcess process;

        Serving(final Path config, final Path data, final int port) throws InterruptedException {
            this.config = config;
            this.data = data;
            this.port = port;
            start();
        }

        void start() throws InterruptedException {
            process = RingsideProcess.start(
                    "serve", "--config", config.toString(), "--dir", data.toString(), "--tcp", String.valueOf(port));
            process.awaitLine("ready");
        }

        @Override
        public void close() {
            process.close();
        }
    }
}

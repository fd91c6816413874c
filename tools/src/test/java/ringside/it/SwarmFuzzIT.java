package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.faults.Account;
import ringside.faults.Account.Hashes;
import ringside.faults.Account.History;
import ringside.faults.Checker;
import ringside.faults.FaultPlan;
import ringside.faults.Verdict;
import ringside.replay.EngineRecording;
import ringside.replay.Verification;
import ringside.server.Games;

/**
 * Real processes, a real journal, real sockets, and faults drawn from a seed: one short round on every build, many with {@code -Pdeep}
 * ({@code -Dringside.swarm=N} of them). A round prints its seed and its plan; {@code -Dringside.seed=N} plays the same plan again. What
 * is left is judged by {@link Checker} alone.
 */
final class SwarmFuzzIT {
    private static final int ROUNDS = Integer.getInteger("ringside.swarm", 20);
    private static final int PLAYERS = 4;
    private static final int BRIEF_STEPS = 2;
    private static final int STEPS = 6;
    private static final int MATCH = 1;
    private static final int INPUTS_AFTER = 60;

    @TempDir
    private Path folder;

    @Test
    @Timeout(300)
    void what_was_promised_holds_after_a_few_faults() throws Exception {
        round(FaultSeed.random("SwarmFuzzIT").nextLong(), BRIEF_STEPS);
    }

    @Test
    @Tag("deep")
    void what_was_promised_holds_whatever_happens() throws Exception {
        final SplittableRandom random = FaultSeed.random("SwarmFuzzIT");
        for (int i = 0; i < ROUNDS; i++) {
            round(random.nextLong(), STEPS);
        }
    }

    private void round(final long seed, final int steps) throws Exception {
        final FaultPlan plan = FaultPlan.of(seed, steps);
        System.out.println("SwarmFuzzIT: " + plan);
        final Path home = Files.createDirectories(folder.resolve(Long.toHexString(seed)));
        try (SwarmCluster cluster = new SwarmCluster(home, seed);
                SwarmPlayers players = new SwarmPlayers(PLAYERS, seed, cluster.urls())) {
            for (final FaultPlan.Step step : plan.steps()) {
                players.awaitMore(step.afterInputs(), plan + ", before " + step + "\n" + cluster.told());
                cluster.carryOut(step);
            }
            players.awaitMore(INPUTS_AFTER, plan + ", at the end\n" + cluster.told());
            players.end();
            final String finalHash = cluster.stop();
            final Verdict verdict = Checker.judge(account(home, cluster, players));
            assertEquals(List.of(), verdict.violations(), plan::toString);
            System.out.println("SwarmFuzzIT: " + verdict.checked());
            assertTrue(verdict.checked("acknowledged inputs") > PLAYERS, verdict::toString);
            assertTrue(verdict.checked("events of several journals") > PLAYERS, verdict::toString);
            assertTrue(verdict.checked("reigns") > 1, verdict::toString);
            final Verification cold = Verification.of(
                    EngineRecording.allOf(home.resolve(cluster.names().get(0))).get(0),
                    Games.load(),
                    System::nanoTime,
                    part -> {});
            assertTrue(cold.ok(), plan::toString);
            assertEquals(finalHash, cold.finalHashHex(), plan::toString);
        }
    }

    private static Account account(final Path home, final SwarmCluster cluster, final SwarmPlayers players) {
        final List<Hashes> hashes = new ArrayList<>();
        final List<SwarmRecord> records = new ArrayList<>();
        final List<History> histories = new ArrayList<>();
        for (final String name : cluster.names()) {
            final SwarmRecord left = new SwarmRecord(name, home.resolve(name));
            records.add(left);
            histories.add(left.history(hashes));
            left.replays(hashes);
        }
        return new Account(
                players.acknowledged(),
                players.heard(),
                sures(records, players.stays()),
                cluster.served(),
                List.of(
                        SwarmRecord.joined(histories.get(0), histories.get(1)),
                        SwarmRecord.from(histories.get(0), histories.get(1))),
                hashes);
    }

    /** What was told is judged where some journal knows the match from its first frame on. */
    private static List<Account.Sures> sures(final List<SwarmRecord> records, final List<SwarmPlayers.Stay> stays) {
        final List<Integer> seats =
                stays.stream().map(stay -> stay.seat).distinct().toList();
        return records.stream()
                .filter(SwarmRecord::isWhole)
                .findFirst()
                .map(whole -> whole.sures(MATCH, seats, records.get(0)))
                .map(expected -> stays.stream()
                        .map(stay -> stay.with(expected.get(stay.seat)))
                        .toList())
                .orElse(List.of());
    }
}

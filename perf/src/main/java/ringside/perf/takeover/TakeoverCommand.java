package ringside.perf.takeover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.bots.Percentiles;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.PercentileLine;
import ringside.perf.Scratch;
import ringside.perf.UsageException;

/** {@code takeover}. */
@Command(
        name = "takeover",
        description = {
            "How long players see nothing when a standby takes over.",
            "",
            "Each time a primary, its standby and their players are begun anew, as processes and connections of their own."
                    + " Then the primary is killed, or cut off without a word, or overruled while it lives; POST /promote"
                    + " follows at once. A gap is a player's, from the last view of the old reign to the first of the new"
                    + " one; those of all players and takeovers are pooled. Of it, decision is from the fault to the"
                    + " request that was granted, promotion from there to its answer, and resume from that to the player's view.",
            "",
            "Afterwards the new primary's journal is played again, and every acknowledged input is looked for in it.",
            "Servers and players share this machine: leave it alone meanwhile. DROP needs Linux and root.",
            "Exit status 1 when something was lost or differs."
        },
        footer = {"", "Example: ringside-perf takeover --fault kill --takeovers 50 --players 100 --hz 60"},
        mixinStandardHelpOptions = true)
public final class TakeoverCommand implements Callable<Integer> {
    private static final long MOST_NS = 120_000_000_000L;
    private static final long BYTES = 512L << 20;
    private static final int NAME_WIDTH = 24;

    @Option(names = "--fault", defaultValue = "KILL", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Fault fault;

    @Option(names = "--takeovers", defaultValue = "5", description = "How many (${DEFAULT-VALUE}).")
    private int takeovers;

    @Option(names = "--players", defaultValue = "100", description = "Ten to a match (${DEFAULT-VALUE}).")
    private int players;

    @Option(names = "--hz", defaultValue = "60", description = "Frames a second (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--durability", defaultValue = "mapped", description = "Of both servers (${DEFAULT-VALUE}).")
    private String durability;

    @Option(names = "--settle", defaultValue = "5", description = "Seconds of play before (${DEFAULT-VALUE}).")
    private int settleSeconds;

    @Option(
            names = "--dir",
            defaultValue = "${sys:java.io.tmpdir}",
            description = "Where folders are made meanwhile (${DEFAULT-VALUE}).")
    private Path dir;

    @Option(
            names = "--jar",
            defaultValue = "tools/target/ringside.jar",
            description = "The server to start (${DEFAULT-VALUE}).")
    private Path jar;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(jar)) {
            throw new UsageException("--jar " + jar + ": no such file; build it with mvn package, or name it");
        }
        if (takeovers < 1 || players < 1 || settleSeconds < 1) {
            throw new UsageException("--takeovers, --players and --settle are 1 or more");
        }
        final TakeoverPlan plan = new TakeoverPlan(jar, fault, players, hz, durability, settleSeconds, 3);
        final List<TakeoverResult> results = new ArrayList<>();
        try (Scratch scratch = Scratch.in(dir, BYTES)) {
            for (int i = 1; i <= takeovers; i++) {
                final Path folder = scratch.folder();
                final TakeoverResult one = new Takeover(plan, folder).run();
                results.add(one);
                json.err()
                        .println("takeover " + i + " of " + takeovers + ": longest gap "
                                + longest(one) / 1_000_000 + " ms, decision " + one.decisionNs() / 1_000_000
                                + " ms, promotion "
                                + one.promotionNs() / 1_000_000 + " ms, lost " + one.lost());
                one.problems().forEach(problem -> json.err().println("ringside-perf: " + problem));
                Scratch.remove(folder);
            }
        }
        report(results);
        final boolean isGood = results.stream()
                .allMatch(one -> one.lost() == 0 && one.problems().isEmpty());
        return isGood ? ExitCode.OK : ExitCode.FALSE;
    }

    private static long longest(final TakeoverResult one) {
        return one.gapsNs().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static Percentiles pooled(final List<Long> all) {
        final Histogram histogram = new Histogram(MOST_NS, 3);
        all.forEach(each -> histogram.recordValue(Math.max(0, Math.min(MOST_NS, each))));
        return Percentiles.of(histogram);
    }

    private void report(final List<TakeoverResult> results) {
        final Percentiles gap =
                pooled(results.stream().flatMap(one -> one.gapsNs().stream()).toList());
        final Percentiles decision =
                pooled(results.stream().map(TakeoverResult::decisionNs).toList());
        final Percentiles promotion =
                pooled(results.stream().map(TakeoverResult::promotionNs).toList());
        final Percentiles resume =
                pooled(results.stream().flatMap(one -> one.resumesNs().stream()).toList());
        final long lost = results.stream().mapToLong(TakeoverResult::lost).sum();
        if (json.isOn()) {
            final ObjectNode root = JsonOption.object();
            root.put("fault", fault.name());
            root.put("takeovers", results.size());
            root.put("players", players);
            root.put(
                    "gaps",
                    results.stream().mapToInt(one -> one.gapsNs().size()).sum());
            PercentileLine.put(root, "gap", gap);
            PercentileLine.put(root, "decision", decision);
            PercentileLine.put(root, "promotion", promotion);
            PercentileLine.put(root, "resume", resume);
            root.put("lost", lost);
            root.put("ok", results.stream().allMatch(one -> one.problems().isEmpty()) && lost == 0);
            json.print(root);
            return;
        }
        json.out()
                .println(results.size() + " takeovers of " + players + " players at " + hz + " Hz, primary: "
                        + fault.name().toLowerCase(java.util.Locale.ROOT) + ", " + durability);
        PercentileLine.heads(json.out(), NAME_WIDTH);
        PercentileLine.print(json.out(), NAME_WIDTH, "gap", gap);
        PercentileLine.print(json.out(), NAME_WIDTH, "  decision", decision);
        PercentileLine.print(json.out(), NAME_WIDTH, "  promotion", promotion);
        PercentileLine.print(json.out(), NAME_WIDTH, "  resume", resume);
        json.out().println("acknowledged inputs lost: " + lost);
    }
}

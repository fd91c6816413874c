package ringside.perf.takeover;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.bots.Percentiles;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Medians;
import ringside.perf.PercentileLine;
import ringside.perf.Scratch;
import ringside.perf.UsageException;

/** {@code takeover}. */
@Command(
        name = "takeover",
        description = {
            "How long players see nothing when a standby takes over.",
            "",
            "The same players play all the time. Each time a standby is started, as a process of its own, and follows until it is"
                    + " warm. Then the primary is killed, or cut off without a word, or overruled while it lives; POST /promote"
                    + " follows at once, and the standby is the primary of the next time. A gap is a player's, from the last view"
                    + " of the old reign to the first of the new one; those of all players and takeovers are pooled. Of it,"
                    + " decision is from the fault to the request that was granted, promotion from there to open ports, as the"
                    + " new primary says, and resume from that to the player's view.",
            "",
            "Every acknowledged input is looked for in the new primary's journal, and every journal is played again.",
            "Servers and players share this machine: leave it alone meanwhile. A takeover takes about 10 s. DROP cuts a network",
            "namespace off, which needs Linux and root; else it stops the primary by SIGSTOP and says so.",
            "Exit status 1 when something was lost or differs."
        },
        footer = {"", "Example: ringside-perf takeover --durability replicated --takeovers 50 --players 100 --hz 60"},
        mixinStandardHelpOptions = true)
public final class TakeoverCommand implements Callable<Integer> {
    private static final long MOST_NS = 120_000_000_000L;
    private static final long BYTES = 512L << 20;
    private static final int NAME_WIDTH = 24;
    private static final double[] PARTS = {0, 10, 25, 50, 75, 90, 95, 99, 99.9, 100};

    @Option(names = "--fault", defaultValue = "KILL", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Fault fault;

    @Option(names = "--drop", description = "The same as --fault DROP.")
    private boolean drop;

    @Option(names = "--planned", description = "The same as --fault PLANNED.")
    private boolean planned;

    @Option(names = "--takeovers", defaultValue = "5", description = "How many (${DEFAULT-VALUE}).")
    private int takeovers;

    @Option(
            names = "--warmups",
            defaultValue = "2",
            description =
                    "Takeovers before those that count: all players share one process here, and its code is new (${DEFAULT-VALUE}).")
    private int warmups;

    @Option(names = "--players", defaultValue = "100", description = "Ten to a match (${DEFAULT-VALUE}).")
    private int players;

    @Option(names = "--hz", defaultValue = "60", description = "Frames a second (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--durability", defaultValue = "replicated", description = "Of all servers (${DEFAULT-VALUE}).")
    private String durability;

    @Option(names = "--settle", defaultValue = "3", description = "Seconds of play before each (${DEFAULT-VALUE}).")
    private int settleSeconds;

    @Mixin
    private ServersOption servers;

    @Mixin
    private JsonOption json;

    private int told;

    @Override
    public Integer call() throws IOException, InterruptedException {
        servers.requireJar();
        if (takeovers < 1 || players < 1 || settleSeconds < 0 || warmups < 0) {
            throw new UsageException("--takeovers and --players are 1 or more, --settle and --warmups are 0 or more");
        }
        if (drop && planned) {
            throw new UsageException("--drop, --planned: one of them at a time");
        }
        fault = drop ? Fault.DROP : planned ? Fault.PLANNED : fault;
        final TakeoverPlan plan =
                new TakeoverPlan(servers.jar(), fault, warmups, takeovers, players, hz, durability, settleSeconds);
        try (Scratch scratch = Scratch.in(servers.dir(), BYTES);
                Takeovers all = new Takeovers(plan, scratch.folder())) {
            final List<TakeoverResult> results = all.run(this::tell);
            report(results, all.how());
            final boolean isGood = results.stream()
                    .allMatch(one -> one.lost() == 0 && one.problems().isEmpty());
            return isGood ? ExitCode.OK : ExitCode.FALSE;
        }
    }

    private void tell(final TakeoverResult one) {
        if (!one.gapsNs().isEmpty()) {
            told++;
            json.err()
                    .println("takeover " + told + " of " + takeovers + ": longest gap " + longest(one) / 1_000_000
                            + " ms, decision " + one.decisionNs() / 1_000_000 + " ms, promotion "
                            + one.promotionNs() / 1_000_000 + " ms " + one.stepsUs() + ", lost " + one.lost());
        }
        one.problems().forEach(problem -> json.err().println("ringside-perf: " + problem));
    }

    private static long longest(final TakeoverResult one) {
        return one.gapsNs().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private static Histogram histogram(final List<Long> all) {
        final Histogram histogram = new Histogram(MOST_NS, 3);
        all.forEach(each -> histogram.recordValue(Math.max(0, Math.min(MOST_NS, each))));
        return histogram;
    }

    private static Percentiles pooled(final List<Long> all) {
        return Percentiles.of(histogram(all));
    }

    /** Microseconds of each step, in the order in which they come. */
    private static Map<String, Long> medians(final List<TakeoverResult> results) {
        final Map<String, List<Long>> all = new LinkedHashMap<>();
        results.forEach(one -> one.stepsUs()
                .forEach((step, us) ->
                        all.computeIfAbsent(step, none -> new ArrayList<>()).add(us)));
        final Map<String, Long> medians = new LinkedHashMap<>();
        all.forEach((step, us) -> medians.put(step, (long)
                Medians.of(us.stream().mapToDouble(Long::doubleValue).toArray())));
        return medians;
    }

    private void report(final List<TakeoverResult> all, final String how) {
        final List<TakeoverResult> results =
                all.stream().filter(one -> !one.gapsNs().isEmpty()).toList();
        final Histogram gaps =
                histogram(results.stream().flatMap(one -> one.gapsNs().stream()).toList());
        final Percentiles gap = Percentiles.of(gaps);
        final Percentiles decision =
                pooled(results.stream().map(TakeoverResult::decisionNs).toList());
        final Percentiles promotion =
                pooled(results.stream().map(TakeoverResult::promotionNs).toList());
        final Percentiles resume =
                pooled(results.stream().flatMap(one -> one.resumesNs().stream()).toList());
        final long lost = all.stream().mapToLong(TakeoverResult::lost).sum();
        final Map<String, Long> steps = medians(results);
        if (json.isOn()) {
            final ObjectNode root = JsonOption.object();
            root.put("fault", fault.name());
            root.put("takeovers", results.size());
            root.put("players", players);
            root.put(
                    "gaps",
                    results.stream().mapToInt(one -> one.gapsNs().size()).sum());
            root.put("how", how);
            PercentileLine.put(root, "gap", gap);
            final ArrayNode values = root.putArray("gapHistogram");
            for (final HistogramIterationValue value : gaps.recordedValues()) {
                values.addObject()
                        .put("upToNs", value.getValueIteratedTo())
                        .put("count", value.getCountAtValueIteratedTo());
            }
            PercentileLine.put(root, "decision", decision);
            PercentileLine.put(root, "promotion", promotion);
            PercentileLine.put(root, "resume", resume);
            steps.forEach(root.putObject("stepsUs")::put);
            root.put("warmups", warmups);
            root.put("lost", lost);
            root.put("ok", all.stream().allMatch(one -> one.problems().isEmpty()) && lost == 0);
            json.print(root);
            return;
        }
        json.out()
                .println(results.size() + " takeovers of " + players + " players at " + hz + " Hz, primary: " + how
                        + "; " + durability);
        PercentileLine.heads(json.out(), NAME_WIDTH);
        PercentileLine.print(json.out(), NAME_WIDTH, "gap", gap);
        PercentileLine.print(json.out(), NAME_WIDTH, "  decision", decision);
        PercentileLine.print(json.out(), NAME_WIDTH, "  promotion", promotion);
        PercentileLine.print(json.out(), NAME_WIDTH, "  resume", resume);
        json.out().println("promotion, median of each step in microseconds: " + steps);
        json.out().println("gaps, in milliseconds:");
        for (final double part : PARTS) {
            json.out().printf(Locale.ROOT, "%6.1f %% %9.3f%n", part, gaps.getValueAtPercentile(part) / 1e6);
        }
        json.out().println("acknowledged inputs lost: " + lost);
    }
}

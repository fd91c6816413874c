package ringside.perf.net;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.bots.Histograms;
import ringside.perf.ExitCode;
import ringside.perf.HistogramsOption;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.UsageException;
import ringside.perf.claims.Claim;

/** {@code connections}. */
@Command(
        name = "connections",
        description = {
            "From an input to its view with many connections, against a server with threads and a channel of 1,024.",
            "",
            "In turn: a Ringside server, which bots of another process play on; and the peer, which has a thread that reads"
                    + " and one that writes for each connection, one bounded queue of 1,024 for all inputs, and one thread"
                    + " that takes them and answers everybody at each tick. The peer moves the bytes that Ringside moved, and"
                    + " does nothing else: no game, no journal, no encoding.",
            "",
            "Latencies count from when an input was due, less its wait for the frame or tick; 'whole' is with it. Dropped:"
                    + " of Ringside inputs refused or given up, of the peer inputs and answers that found a channel full.",
            "Figures are medians of the rounds. Reported elsewhere for such a channel design: 0.8 ms on average and 1.3 ms at"
                    + " the 99th percentile with 200 connections, 2.1 and 5.7 ms with 800, 0.03 % dropped.",
            "",
            "Servers and load share this machine: leave it alone meanwhile. Exit status 1 when a client was not served."
        },
        footer = {"", "Example: ringside-perf connections --connections 200,800 --seconds 10 --rounds 5"},
        mixinStandardHelpOptions = true)
public final class ConnectionsCommand implements Callable<Integer> {
    @Option(
            names = "--connections",
            split = ",",
            defaultValue = "200,800",
            description = "How many, one measure after the other (${DEFAULT-VALUE}).")
    private List<Integer> connections;

    @Option(names = "--hz", defaultValue = "60", description = "Frames, ticks and inputs a second (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each measured window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "10", description = "Seconds before each window (${DEFAULT-VALUE}).")
    private int warmupSeconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Of both servers (${DEFAULT-VALUE}).")
    private int rounds;

    @Mixin
    private HistogramsOption histograms;

    @Mixin
    private JsonOption json;

    /** What was reported of such a design, in milliseconds: average, and 99th percentile. */
    private record Reported(int connections, String words) {
        private static final List<Reported> ALL = List.of(
                new Reported(200, "0.8 ms average, 1.3 ms p99 with 200 connections"),
                new Reported(800, "2.1 ms average, 5.7 ms p99, 0.03 % dropped with 800 connections"));

        static String of(final int connections) {
            return ALL.stream()
                    .filter(each -> each.connections == connections)
                    .map(Reported::words)
                    .findFirst()
                    .orElse("nothing for so many");
        }
    }

    private record Measured(int connections, List<NetRounds.PeerRound> rounds) {
        double median(final ToDoubleFunction<NetRounds.PeerRound> what) {
            return Medians.of(rounds.stream().mapToDouble(what).toArray());
        }

        double meanMs(final boolean ours, final String name) {
            return median(round -> of(round, ours, name).getMean() / 1e6);
        }

        double p99Ms(final boolean ours, final String name) {
            return median(round -> of(round, ours, name).getValueAtPercentile(99) / 1e6);
        }

        static Histogram of(final NetRounds.PeerRound round, final boolean ours, final String name) {
            return (ours ? round.real() : round.peer()).latencies().histogram(name);
        }

        double droppedPercent(final boolean ours) {
            return median(round -> ours
                    ? 100.0
                            * round.real().traffic().inputsDropped()
                            / Math.max(1, round.real().traffic().inputsSent())
                    : 100.0
                            * round.channel().dropped()
                            / Math.max(1, round.channel().received()));
        }

        boolean generatorWasBottleneck() {
            return rounds.stream()
                    .anyMatch(round -> round.real().latencies().generatorWasBottleneck()
                            || round.peer().latencies().generatorWasBottleneck());
        }

        long errors() {
            return rounds.stream()
                    .mapToLong(round -> round.real().errors() + round.peer().errors())
                    .sum();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1) {
            throw new UsageException("--rounds " + rounds + ": 1 or more");
        }
        final List<Measured> all = new ArrayList<>();
        for (final int each : connections) {
            all.add(measure(each));
        }
        final SortedMap<String, List<Histogram>> whole = histograms(all);
        histograms.write("connections", whole);
        final List<Claim> claims = claims(all);
        if (json.isOn()) {
            json.print(toJson(all, claims, whole));
        } else {
            print(all, claims);
        }
        return all.stream().allMatch(each -> each.errors() == 0) ? ExitCode.OK : ExitCode.FALSE;
    }

    private Measured measure(final int count) throws InterruptedException {
        final NetPlan plan;
        try {
            plan = new NetPlan(count, hz, seconds, warmupSeconds);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        final List<NetRounds.PeerRound> done = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            json.err().println(count + " connections, round " + i + " of " + rounds);
            done.add(new NetRounds(plan, json.err()::println).peerRound());
        }
        return new Measured(count, done);
    }

    private static List<Claim> claims(final List<Measured> all) {
        final List<Claim> claims = new ArrayList<>();
        for (final Measured each : all) {
            final String reported = Reported.of(each.connections());
            final String with = " with " + each.connections() + " connections";
            claims.add(Claim.ofLess(
                    "input to view, average" + with,
                    reported,
                    0,
                    each.meanMs(false, Histograms.ABOVE_FRAME),
                    each.meanMs(true, Histograms.ABOVE_FRAME),
                    "ms"));
            claims.add(Claim.ofLess(
                    "input to view, p99" + with,
                    reported,
                    0,
                    each.p99Ms(false, Histograms.ABOVE_FRAME),
                    each.p99Ms(true, Histograms.ABOVE_FRAME),
                    "ms"));
            claims.add(Claim.ofLess(
                    "dropped" + with, reported, 0, each.droppedPercent(false), each.droppedPercent(true), "%"));
        }
        return claims;
    }

    private ObjectNode toJson(
            final List<Measured> all, final List<Claim> claims, final SortedMap<String, List<Histogram>> whole) {
        final ObjectNode root = JsonOption.object();
        root.put("hz", hz);
        root.put("seconds", seconds);
        root.put("rounds", rounds);
        final ArrayNode each = root.putArray("measured");
        for (final Measured one : all) {
            final ObjectNode node = each.addObject();
            node.put("connections", one.connections());
            put(node.putObject("ours"), one, true);
            put(node.putObject("peer"), one, false);
            node.put("errors", one.errors());
        }
        root.put("generatorWasBottleneck", all.stream().anyMatch(Measured::generatorWasBottleneck));
        Claim.putInto(root, claims);
        HistogramsOption.putInto(root, whole);
        Machine.current().putInto(root);
        return root;
    }

    private static void put(final ObjectNode node, final Measured one, final boolean ours) {
        node.put("averageMs", one.meanMs(ours, Histograms.ABOVE_FRAME));
        node.put("p99Ms", one.p99Ms(ours, Histograms.ABOVE_FRAME));
        node.put("wholeAverageMs", one.meanMs(ours, Histograms.INPUT_TO_VIEW));
        node.put("wholeP99Ms", one.p99Ms(ours, Histograms.INPUT_TO_VIEW));
        node.put("droppedPercent", one.droppedPercent(ours));
        node.put(
                "cpuNsPerClientFrame",
                one.median(
                        round -> (ours ? round.real() : round.peer()).window().cpuNsPerView()));
    }

    private void print(final List<Measured> all, final List<Claim> claims) {
        json.out()
                .printf(
                        "%-26s %9s %9s %9s %9s %9s %9s%n",
                        "milliseconds", "average", "p99", "whole avg", "whole p99", "dropped", "CPU us");
        for (final Measured each : all) {
            print(each, true, each.connections() + " on Ringside");
            print(each, false, each.connections() + " on the channel");
        }
        Claim.print(json.out(), claims);
        if (all.stream().anyMatch(Measured::generatorWasBottleneck)) {
            json.out().println("The load itself was late: its latencies are its own, at least in part.");
        }
        json.out().println(Machine.current());
    }

    private void print(final Measured one, final boolean ours, final String name) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "%-26s %9.3f %9.3f %9.3f %9.3f %8.4f%% %9.2f%n",
                        name,
                        one.meanMs(ours, Histograms.ABOVE_FRAME),
                        one.p99Ms(ours, Histograms.ABOVE_FRAME),
                        one.meanMs(ours, Histograms.INPUT_TO_VIEW),
                        one.p99Ms(ours, Histograms.INPUT_TO_VIEW),
                        one.droppedPercent(ours),
                        one.median(round -> (ours ? round.real() : round.peer())
                                        .window()
                                        .cpuNsPerView())
                                / 1e3);
    }

    private static SortedMap<String, List<Histogram>> histograms(final List<Measured> all) {
        final SortedMap<String, List<Histogram>> whole = new TreeMap<>();
        for (final Measured each : all) {
            for (final String name : List.of(Histograms.INPUT_TO_VIEW, Histograms.ABOVE_FRAME, Histograms.LATENESS)) {
                for (final boolean ours : new boolean[] {true, false}) {
                    whole.put(
                            each.connections() + (ours ? "-ours-" : "-channel-") + name,
                            each.rounds().stream()
                                    .map(round -> Measured.of(round, ours, name))
                                    .toList());
                }
            }
        }
        return whole;
    }
}

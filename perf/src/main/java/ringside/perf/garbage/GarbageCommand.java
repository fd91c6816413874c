package ringside.perf.garbage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.RunFailedException;
import ringside.perf.UsageException;
import ringside.perf.child.ChildProcess;
import ringside.perf.child.Json;
import ringside.perf.child.Leash;
import ringside.perf.claims.Claim;

/** {@code garbage}. */
@Command(
        name = "garbage",
        description = {
            "Bytes allocated per state update and the collector's pauses: fresh objects, pooled ones, Ringside's tables.",
            "",
            "Matches of 10 players who move at a steady rate. Each way keeps the last 32 states of each match and writes an"
                    + " update of each frame; each runs in a JVM of its own with the same heap and collector. An update is a"
                    + " player's new state. Pauses are those of the JVM's own log, to the nanosecond.",
            "",
            "Reported elsewhere for pooled against fresh objects: 97.6 % fewer allocations, pauses of 0.9 instead of 8.2 ms."
        },
        footer = {"", "Example: ringside-perf garbage --matches 2000 --seconds 20 --rounds 5"},
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "",
        subcommands = GarbageChild.class)
public final class GarbageCommand implements Callable<Integer> {
    private static final String REPORTED =
            "97.6 % fewer allocations, pauses of 0.9 instead of 8.2 ms (pooled against fresh)";
    private static final double REPORTED_BYTES = 100 / (100 - 97.6);
    private static final double REPORTED_PAUSES = 8.2 / 0.9;
    private static final int START_SECONDS = 30;

    @Option(names = "--matches", defaultValue = "2000", description = "Of 10 players (${DEFAULT-VALUE}).")
    private int matches;

    @Option(names = "--hz", defaultValue = "60", description = "Frames a second (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--seconds", defaultValue = "15", description = "Of each measured window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warmup", defaultValue = "5", description = "Seconds before it (${DEFAULT-VALUE}).")
    private int warmupSeconds;

    @Option(names = "--rounds", defaultValue = "5", description = "Of all ways in turn (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--heap", defaultValue = "512m", description = "Of each (${DEFAULT-VALUE}).")
    private String heap;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws InterruptedException {
        if (rounds < 1 || matches < 1 || hz < 1 || seconds < 1 || warmupSeconds < 1) {
            throw new UsageException("--rounds, --matches, --hz, --seconds and --warmup are 1 or more");
        }
        final Map<World.Kind, List<GarbageRun.Result>> done = new EnumMap<>(World.Kind.class);
        for (int round = 1; round <= rounds; round++) {
            json.err().println("round " + round + " of " + rounds);
            for (final World.Kind kind : World.Kind.values()) {
                done.computeIfAbsent(kind, none -> new ArrayList<>()).add(run(kind));
            }
        }
        requireSame(done);
        final List<Claim> claims = claims(done);
        if (json.isOn()) {
            json.print(toJson(done, claims));
        } else {
            print(done, claims);
        }
        return ExitCode.OK;
    }

    private GarbageRun.Result run(final World.Kind kind) throws InterruptedException {
        final List<String> arguments = List.of(
                "--kind", kind.name(),
                "--matches", String.valueOf(matches),
                "--hz", String.valueOf(hz),
                "--seconds", String.valueOf(seconds),
                "--warmup", String.valueOf(warmupSeconds));
        final List<String> flags = List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+UseG1GC", "-XX:+PerfDisableSharedMem");
        try (ChildProcess child = ChildProcess.start(List.of("garbage", "world"), arguments, flags)) {
            return Json.read(
                    child.line(Leash.RESULT, START_SECONDS + warmupSeconds + 4 * seconds), GarbageRun.Result.class);
        }
    }

    /** All ways moved everybody alike, or they are not ways to do the same. */
    private static void requireSame(final Map<World.Kind, List<GarbageRun.Result>> done) {
        if (done.values().stream()
                        .flatMap(List::stream)
                        .mapToLong(GarbageRun.Result::sum)
                        .distinct()
                        .count()
                != 1) {
            throw new RunFailedException("garbage: the ways did not come to the same updates");
        }
    }

    private static double median(
            final Map<World.Kind, List<GarbageRun.Result>> done,
            final World.Kind kind,
            final ToDoubleFunction<GarbageRun.Result> what) {
        return Medians.of(
                done.getOrDefault(kind, List.of()).stream().mapToDouble(what).toArray());
    }

    private static List<Claim> claims(final Map<World.Kind, List<GarbageRun.Result>> done) {
        final ToDoubleFunction<GarbageRun.Result> bytes = GarbageRun.Result::bytesPerUpdate;
        final ToDoubleFunction<GarbageRun.Result> pause =
                result -> result.pause().maxNs() / 1e6;
        final ToDoubleFunction<GarbageRun.Result> paused = result -> result.pausedNs() / 1e6;
        return List.of(
                Claim.ofLess(
                        "allocated per state update, against fresh",
                        REPORTED,
                        REPORTED_BYTES,
                        median(done, World.Kind.FRESH, bytes),
                        median(done, World.Kind.OURS, bytes),
                        "bytes"),
                Claim.ofLess(
                        "longest pause of the collector, against fresh",
                        REPORTED,
                        REPORTED_PAUSES,
                        median(done, World.Kind.FRESH, pause),
                        median(done, World.Kind.OURS, pause),
                        "ms"),
                Claim.ofLess(
                        "all pauses together, against pooled",
                        "nothing",
                        0,
                        median(done, World.Kind.POOLED, paused),
                        median(done, World.Kind.OURS, paused),
                        "ms"));
    }

    private ObjectNode toJson(final Map<World.Kind, List<GarbageRun.Result>> done, final List<Claim> claims) {
        final ObjectNode root = JsonOption.object();
        root.put("matches", matches);
        root.put("hz", hz);
        root.put("seconds", seconds);
        root.put("rounds", rounds);
        root.put("heap", heap);
        for (final World.Kind kind : World.Kind.values()) {
            final ObjectNode node = root.putObject(kind.name().toLowerCase(Locale.ROOT));
            node.put("bytesPerUpdate", median(done, kind, GarbageRun.Result::bytesPerUpdate));
            node.put("pauses", median(done, kind, GarbageRun.Result::pauses));
            node.put("pauseP50Ns", median(done, kind, result -> result.pause().p50Ns()));
            node.put("pauseMaxNs", median(done, kind, result -> result.pause().maxNs()));
            node.put("pausedNs", median(done, kind, GarbageRun.Result::pausedNs));
            node.put("cpuNsPerUpdate", median(done, kind, result -> (double) result.cpuNs() / result.updates()));
            node.put("lateFrames", median(done, kind, GarbageRun.Result::lateFrames));
        }
        Claim.putInto(root, claims);
        Machine.current().putInto(root);
        return root;
    }

    private void print(final Map<World.Kind, List<GarbageRun.Result>> done, final List<Claim> claims) {
        json.out()
                .printf(
                        "%-10s %16s %10s %12s %12s %14s %12s%n",
                        "", "bytes an update", "pauses", "median ms", "longest ms", "ns an update", "late frames");
        for (final World.Kind kind : World.Kind.values()) {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "%-10s %16.3f %10.0f %12.3f %12.3f %14.1f %12.0f%n",
                            kind.name().toLowerCase(Locale.ROOT),
                            median(done, kind, GarbageRun.Result::bytesPerUpdate),
                            median(done, kind, GarbageRun.Result::pauses),
                            median(done, kind, result -> result.pause().p50Ns() / 1e6),
                            median(done, kind, result -> result.pause().maxNs() / 1e6),
                            median(done, kind, result -> (double) result.cpuNs() / result.updates()),
                            median(done, kind, GarbageRun.Result::lateFrames));
        }
        Claim.print(json.out(), claims);
        json.out().println(Machine.current());
    }
}

package ringside.perf.net;

import java.util.List;
import picocli.CommandLine.Option;
import ringside.perf.UsageException;

/** The options that make a {@link NetPlan}; the children are given the same ones. */
final class PlanOptions {
    @Option(names = "--clients", defaultValue = "200", description = "Connections, ten to a match (${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--hz",
            defaultValue = "60",
            description = "Frames a second, and inputs a second of each client (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--seconds", defaultValue = "10", description = "Of each measured window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "Of full load before each window; a server that is being compiled costs more"
                    + " (${DEFAULT-VALUE}).")
    private int warmupSeconds;

    NetPlan plan() {
        try {
            return new NetPlan(clients, hz, seconds, warmupSeconds);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The same as arguments. */
    static List<String> arguments(final NetPlan plan) {
        return List.of(
                "--clients", String.valueOf(plan.clients()),
                "--hz", String.valueOf(plan.hz()),
                "--seconds", String.valueOf(plan.seconds()),
                "--warmup", String.valueOf(plan.warmupSeconds()));
    }
}

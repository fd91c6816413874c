package ringside.perf.scale;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.WaitKind;
import ringside.perf.UsageException;

/** The options that make a {@link ScalePlan}, and back. */
final class ScaleOptions {
    @Option(names = "--players", defaultValue = "20000", description = "Ten to a match (${DEFAULT-VALUE}).")
    private int players;

    @Option(
            names = "--hz",
            defaultValue = "60",
            description = "Frames a second, and inputs a second of each player (${DEFAULT-VALUE}).")
    private int hz;

    @Option(names = "--seconds", defaultValue = "60", description = "Of the measured window (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "10",
            paramLabel = "SECONDS",
            description = "Of full load before the window (${DEFAULT-VALUE}).")
    private int warmupSeconds;

    @Option(names = "--view-threads", defaultValue = "1", description = "That make views (${DEFAULT-VALUE}).")
    private int viewThreads;

    @Option(
            names = "--snapshots",
            defaultValue = "32",
            description = "Kept of each match, a power of two; half of them can be baselines (${DEFAULT-VALUE}).")
    private int snapshots;

    @Option(
            names = "--acknowledge-frames",
            defaultValue = "4",
            description = "From a view to its acknowledgement (${DEFAULT-VALUE}).")
    private int acknowledgeFrames;

    @Option(
            names = "--graph",
            description = "Journal and logic on one thread or two: ${COMPLETION-CANDIDATES} (by the number of cores).")
    private @Nullable GraphKind graph;

    @Option(
            names = "--wait",
            defaultValue = "PARK",
            description = "How they wait: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private WaitKind idle;

    @Option(
            names = "--arrival",
            defaultValue = "SCATTERED",
            description = "Inputs of a frame come ${COMPLETION-CANDIDATES}: as from a network, or match by match"
                    + " (${DEFAULT-VALUE}).")
    private ScalePlan.Arrival arrival;

    ScalePlan plan() {
        try {
            return new ScalePlan(
                    players,
                    hz,
                    seconds,
                    warmupSeconds,
                    viewThreads,
                    snapshots,
                    acknowledgeFrames,
                    graphKind(),
                    idle,
                    arrival);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private GraphKind graphKind() {
        return graph == null
                ? GraphSettings.forCores(Runtime.getRuntime().availableProcessors())
                        .kind()
                : graph;
    }

    /** The same as arguments. */
    static List<String> arguments(final ScalePlan plan) {
        return new ArrayList<>(List.of(
                "--players=" + plan.players(),
                "--hz=" + plan.hz(),
                "--seconds=" + plan.seconds(),
                "--warmup=" + plan.warmupSeconds(),
                "--view-threads=" + plan.viewThreads(),
                "--snapshots=" + plan.snapshots(),
                "--acknowledge-frames=" + plan.acknowledgeFrames(),
                "--graph=" + plan.graph(),
                "--wait=" + plan.idle(),
                "--arrival=" + plan.arrival()));
    }
}

package ringside.server.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/** Everything that the stages of engines recorded since the start, added up interval by interval. Safe for many threads. */
public final class LatencyTotals {
    private final Map<Integer, Map<LatencyStage, Histogram>> engines = new TreeMap<>();

    /** What one stage of one engine recorded so far. */
    public record Total(int engine, LatencyStage stage, Histogram values) {}

    /** Adds what an engine's stage recorded. */
    public synchronized void add(final int engine, final LatencyStage stage, final Histogram interval) {
        engines.computeIfAbsent(engine, number -> new EnumMap<>(LatencyStage.class))
                .computeIfAbsent(stage, each -> StageRecorder.newTotal())
                .add(interval);
    }

    /** Copies of all that was recorded, in the order of engines and stages. */
    public synchronized List<Total> all() {
        final List<Total> all = new ArrayList<>();
        engines.forEach((engine, stages) ->
                stages.forEach((stage, values) -> all.add(new Total(engine, stage, values.copy()))));
        return all;
    }
}

package ringside.latency;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A recorder for each stage of one engine. Those of the edge are recorded by any of its threads, each of the others by one; all are
 * taken by one other.
 */
public final class LatencyRecorders {
    private final Map<LatencyStage, StageRecorder> recorders = new EnumMap<>(LatencyStage.class);

    /** Takes the values of an interval. */
    @FunctionalInterface
    public interface Taker<E extends Exception> {
        void take(LatencyStage stage, Histogram interval) throws E;
    }

    public LatencyRecorders() {
        for (final LatencyStage stage : LatencyStage.values()) {
            recorders.put(stage, stage.isShared() ? StageRecorder.ofManyThreads() : StageRecorder.ofOneThread());
        }
    }

    /** The recorder of a stage. Looked up once, by whoever records. */
    public StageRecorder of(final LatencyStage stage) {
        final StageRecorder recorder = recorders.get(stage);
        if (recorder == null) {
            throw new IllegalStateException("no recorder of " + stage);
        }
        return recorder;
    }

    /** Hands over what each stage recorded since the last call. The taking thread. */
    public <E extends Exception> void take(final Taker<E> taker) throws E {
        for (final Map.Entry<LatencyStage, StageRecorder> each : recorders.entrySet()) {
            taker.take(each.getKey(), each.getValue().take());
        }
    }
}

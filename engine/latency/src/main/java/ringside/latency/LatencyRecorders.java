package ringside.latency;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;

/** A recorder for each stage of one engine. Each is recorded by one thread; all are taken by one other. */
public final class LatencyRecorders {
    private final Map<LatencyStage, StageRecorder> recorders = new EnumMap<>(LatencyStage.class);

    public LatencyRecorders() {
        for (final LatencyStage stage : LatencyStage.values()) {
            recorders.put(stage, new StageRecorder());
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
    public void take(final BiConsumer<LatencyStage, Histogram> taker) {
        recorders.forEach((stage, recorder) -> taker.accept(stage, recorder.take()));
    }
}

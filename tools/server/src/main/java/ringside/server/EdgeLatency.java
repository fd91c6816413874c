package ringside.server;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.ring.EngineTimes;
import ringside.engine.ring.NanoClock;
import ringside.engine.ring.PositionTimes;
import ringside.io.session.InputLatency;
import ringside.io.session.InputWay;
import ringside.latency.InputSampling;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/** Records the times of inputs, of those that are picked, for the engine that runs their match. Event loops, several at once. */
final class EdgeLatency implements InputLatency {
    private final Side[] engines;
    private final @Nullable InputTraces traces;
    private final InputSampling sampling;
    private final NanoClock clock;

    /** What is recorded of the inputs of one engine. */
    private record Side(
            StageRecorder claim,
            StageRecorder frameEnd,
            StageRecorder encoded,
            StageRecorder inputToView,
            StageRecorder written,
            StageRecorder inputDepth,
            PositionTimes frameEnds) {
        Side(final LatencyRecorders to, final PositionTimes frameEnds) {
            this(
                    to.of(LatencyStage.CLAIM),
                    to.of(LatencyStage.FRAME_END),
                    to.of(LatencyStage.ENCODED),
                    to.of(LatencyStage.INPUT_TO_VIEW),
                    to.of(LatencyStage.WRITTEN),
                    to.of(LatencyStage.INPUT_DEPTH),
                    frameEnds);
        }
    }

    /**
     * @param engines in the order of their numbers
     * @param traces is told of inputs that are traced; null where none is
     */
    EdgeLatency(final List<EngineTimes> engines, final @Nullable InputTraces traces, final NanoClock clock) {
        this.traces = traces;
        // What is picked as one of many is among those that are picked as one of fewer.
        sampling = traces == null || traces.sampling().oneOf() > InputSampling.FOR_RECORDERS.oneOf()
                ? InputSampling.FOR_RECORDERS
                : traces.sampling();
        this.engines = engines.stream()
                .map(each -> new Side(each.recorders(), each.frameEnds()))
                .toArray(Side[]::new);
        this.clock = clock;
    }

    @Override
    public boolean follows(final int match, final int player, final int inputSeq) {
        return sampling.picks(match, player, inputSeq);
    }

    private Side of(final int match) {
        return engines[MatchNumbers.engineOf(match, engines.length)];
    }

    @Override
    public void claimed(final int match, final int player, final int inputSeq, final long receivedNs) {
        final long nowNs = clock.nanoTime();
        of(match).claim().record(nowNs - receivedNs);
        if (traces != null && traces.sampling().picks(match, player, inputSeq)) {
            traces.claimed(match, player, inputSeq, nowNs);
        }
    }

    @Override
    public void encoded(final InputWay input) {
        input.encodedAt(clock.nanoTime());
    }

    @Override
    public void shown(final InputWay input) {
        final long nowNs = clock.nanoTime();
        final Side side = of(input.match());
        final long frameEndNs = side.frameEnds().at(input.framePosition());
        // One that is no longer known was long ago: whoever is shown it is far behind, which the marks after it tell.
        if (frameEndNs != PositionTimes.UNKNOWN) {
            side.frameEnd().record(frameEndNs - input.receivedNs());
        }
        side.encoded().record(input.encodedNs() - input.receivedNs());
        side.inputToView().record(nowNs - input.receivedNs());
        side.inputDepth().record(input.waiting());
        if (input.frameDueNs() != 0) {
            side.written().record(nowNs - input.frameDueNs());
        }
        if (traces != null && traces.sampling().picks(input.match(), input.player(), input.inputSeq())) {
            traces.shown(input, nowNs);
        }
    }
}

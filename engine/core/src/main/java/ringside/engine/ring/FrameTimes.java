package ringside.engine.ring;

import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventType;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/** Logic with a clock around each FRAME: how late its work began, and how long that took. The logic thread. */
final class FrameTimes implements EventConsumer {
    private final EventConsumer logic;
    private final StageRecorder lateness;
    private final StageRecorder frame;
    private final NanoClock clock;

    FrameTimes(final EventConsumer logic, final LatencyRecorders recorders, final NanoClock clock) {
        this.logic = logic;
        lateness = recorders.of(LatencyStage.FRAME_LATENESS);
        frame = recorders.of(LatencyStage.FRAME);
        this.clock = clock;
    }

    @Override
    public void apply(final Event event) {
        if (event.type() != EventType.FRAME) {
            logic.apply(event);
            return;
        }
        final long startNs = clock.nanoTime();
        final long dueNs = event.receivedNs();
        logic.apply(event);
        lateness.record(startNs - dueNs);
        frame.record(clock.nanoTime() - startNs);
    }

    @Override
    public void foresee(final Event event) {
        logic.foresee(event);
    }
}

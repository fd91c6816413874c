package ringside.engine.ring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.logic.FrameParts.Part;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/**
 * Logic with a clock around each FRAME: how late its work began, and how long that took. A frame that was over its budget leaves a
 * record. The logic thread; allocates nothing.
 */
final class FrameTimes implements EventConsumer {
    private static final int FRAME = EventType.FRAME.code();
    private static final int INPUT = EventType.INPUT.code();

    private final EventConsumer logic;
    private final EngineTimes times;
    private final StageRecorder lateness;
    private final StageRecorder frame;
    private final NanoClock clock;
    private final FrameMeter meter;
    private final @Nullable AppliedInputs traced;
    private final SlowFrameEvent flight = new SlowFrameEvent();

    /** Since the last FRAME, by the code of their type. Inputs, which are most, are what is left over: they cost nothing so. */
    private final int[] otherEvents = new int[SlowFrames.EVENT_TYPES];

    private int others;
    private long framePosition;

    /** @param firstPosition of the first event that comes */
    FrameTimes(final EventConsumer logic, final EngineTimes times, final long firstPosition) {
        this.logic = logic;
        this.times = times;
        lateness = times.recorders().of(LatencyStage.FRAME_LATENESS);
        frame = times.recorders().of(LatencyStage.FRAME);
        clock = times.clock();
        meter = times.meter();
        framePosition = firstPosition - 1;
        final EngineTimes.Traced kept = times.traced();
        traced = kept == null ? null : kept.inputs();
    }

    @Override
    public void apply(final Event event) {
        final int type = event.typeCode();
        if (type == FRAME) {
            frame(event);
            return;
        }
        logic.apply(event);
        if (type != INPUT) {
            count(type);
        } else if (traced != null && traced.wants(event)) {
            traced.applied(event, clock.nanoTime());
        }
    }

    private void count(final int type) {
        others++;
        if (type < otherEvents.length) {
            otherEvents[type]++;
        }
    }

    private void frame(final Event event) {
        flight.begin();
        final long startNs = clock.nanoTime();
        // A FRAME that no clock sent was due when it came.
        final long dueNs = event.receivedNs() == 0 ? startNs : event.receivedNs();
        logic.apply(event);
        final long endNs = clock.nanoTime();
        lateness.record(startNs - dueNs);
        frame.record(endNs - startNs);
        times.frameEnds().note(event.position(), endNs);
        if (endNs - dueNs > times.frameBudgetNs()) {
            slow(event, dueNs, startNs, endNs);
        }
        framePosition = event.position();
        if (others > 0) {
            others = 0;
            Arrays.fill(otherEvents, 0);
        }
    }

    private void slow(final Event event, final long dueNs, final long startNs, final long endNs) {
        final long events = event.position() - framePosition - 1;
        otherEvents[INPUT] = (int) Math.min(Integer.MAX_VALUE, events - others);
        times.slowFrames()
                .add(
                        meter,
                        framePosition + 1,
                        event.position(),
                        dueNs,
                        startNs,
                        endNs,
                        FramePayload.skippedFrames(event),
                        otherEvents);
        otherEvents[INPUT] = 0;
        flight.end();
        if (flight.shouldCommit()) {
            flight.engine = times.engine();
            flight.frame = meter.tick();
            flight.position = event.position();
            flight.lateness = startNs - dueNs;
            flight.inputs = meter.ns(Part.INPUTS);
            flight.step = meter.ns(Part.STEP);
            flight.hash = meter.ns(Part.HASH);
            flight.copy = meter.ns(Part.COPY);
            flight.events = events;
            flight.matches = meter.matches();
            flight.slowestMatch = meter.slowestMatch();
            flight.slowestMatchTook = meter.slowestNs();
            flight.commit();
        }
    }

    @Override
    public void foresee(final Event event) {
        logic.foresee(event);
    }
}

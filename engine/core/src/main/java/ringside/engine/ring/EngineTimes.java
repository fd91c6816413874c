package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.FrameParts;
import ringside.latency.InputSampling;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

/**
 * The instruments of one engine: what its threads record, and what others read of it. Made before its graph; the frame loop is told of
 * {@link #frameParts}.
 */
public final class EngineTimes {
    /** Frames whose ends are kept: a client that is shown older ones is far behind. */
    private static final int FRAME_ENDS = 256;

    /** Batches whose times are kept for inputs that are traced: those of some seconds, mostly. */
    private static final int TRACED_BATCHES = 8_192;

    private final int engine;
    private long toldSafe = -1;
    private final LatencyRecorders recorders;
    private final NanoClock clock;
    private final Settings settings;
    private final FrameMeter meter;
    private final PositionTimes frameEnds = new PositionTimes(FRAME_ENDS);
    private final SlowFrames slowFrames = new SlowFrames();
    private final @Nullable SafeTimes safe;
    private final @Nullable Traced traced;

    /**
     * What is kept of inputs that are traced one by one.
     *
     * @param inputs which of them logic took, and when
     * @param journalled when positions were appended
     * @param safe when positions were safe; the same where what is appended is safe
     */
    public record Traced(AppliedInputs inputs, PositionTimes journalled, PositionTimes safe) {}

    /**
     * What is measured how.
     *
     * @param frameBudgetNs from the moment a frame was due to its end; one that takes longer leaves a record
     * @param isSafeWhenAppended whether an event is safe as soon as it is appended; otherwise somebody calls {@link #safe}
     * @param traced which inputs are traced one by one; null for none
     */
    public record Settings(
            long frameBudgetNs,
            boolean isSafeWhenAppended,
            @Nullable InputSampling traced) {
        /** No frame leaves a record. */
        public static final long NO_BUDGET = Long.MAX_VALUE;

        /** Of an engine at level mapped. */
        public static final Settings DEFAULT = new Settings(NO_BUDGET, true);

        /** No input is traced. */
        public Settings(final long frameBudgetNs, final boolean isSafeWhenAppended) {
            this(frameBudgetNs, isSafeWhenAppended, null);
        }
    }

    public EngineTimes(
            final int engine, final LatencyRecorders recorders, final Settings settings, final NanoClock clock) {
        this.engine = engine;
        this.recorders = recorders;
        this.settings = settings;
        this.clock = clock;
        meter = new FrameMeter(recorders, clock);
        safe = settings.isSafeWhenAppended() ? null : new SafeTimes(recorders.of(LatencyStage.SAFE));
        traced = traced(settings);
    }

    private static @Nullable Traced traced(final Settings settings) {
        final InputSampling sampling = settings.traced();
        if (sampling == null) {
            return null;
        }
        final PositionTimes journalled = new PositionTimes(TRACED_BATCHES);
        return new Traced(
                new AppliedInputs(sampling),
                journalled,
                settings.isSafeWhenAppended() ? journalled : new PositionTimes(TRACED_BATCHES));
    }

    /** Of an engine at level mapped, by the machine's clock. */
    public static EngineTimes of(final int engine) {
        return new EngineTimes(engine, new LatencyRecorders(), Settings.DEFAULT, NanoClock.SYSTEM);
    }

    public int engine() {
        return engine;
    }

    /** What took how long; one thread takes it. */
    public LatencyRecorders recorders() {
        return recorders;
    }

    /** Who tells the parts of its frames apart: the frame loop is told of it before the graph begins. */
    public FrameParts frameParts() {
        return meter;
    }

    /** When FRAMEs, by their positions, were done. Any thread. */
    public PositionTimes frameEnds() {
        return frameEnds;
    }

    /** Frames that were over their budget; one thread takes them. */
    public SlowFrames slowFrames() {
        return slowFrames;
    }

    /** All up to this position is safe now: said by one thread, soon after it was so. */
    public void safe(final long position) {
        final SafeTimes awaited = safe;
        if (awaited != null) {
            final long nowNs = clock.nanoTime();
            awaited.safe(position, nowNs);
            final Traced kept = traced;
            if (kept != null && position > toldSafe) {
                toldSafe = position;
                kept.safe().note(position, nowNs);
            }
        }
    }

    /** What is kept of inputs that are traced; null when none is. */
    public @Nullable Traced traced() {
        return traced;
    }

    NanoClock clock() {
        return clock;
    }

    FrameMeter meter() {
        return meter;
    }

    long frameBudgetNs() {
        return settings.frameBudgetNs();
    }

    @Nullable
    SafeTimes awaited() {
        return safe;
    }
}

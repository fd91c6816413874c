package ringside.engine.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import ringside.engine.event.EventType;
import ringside.engine.logic.FrameParts.Part;

/**
 * Frames that were over their budget, on their way from logic to whoever writes them down. There is room for so many; of those that
 * come while it is full only the number is kept. The logic thread adds, without allocating; one other thread takes.
 */
public final class SlowFrames {
    /** As many wait: those of a second at 64 Hz that has only such. */
    public static final int KEPT = 64;

    static final int EVENT_TYPES = 1
            + Arrays.stream(EventType.values()).mapToInt(EventType::code).max().orElse(0);

    private static final int LONGS = 16;
    private static final VarHandle WRITTEN;
    private static final VarHandle READ;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(SlowFrames.class, "written", long.class);
            READ = MethodHandles.lookup().findVarHandle(SlowFrames.class, "read", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[] values = new long[KEPT * LONGS];
    private final int[] events = new int[KEPT * EVENT_TYPES];
    private final AtomicLong dropped = new AtomicLong();

    @SuppressWarnings("unused") // through WRITTEN
    private long written;

    @SuppressWarnings("unused") // through READ
    private long read;

    /** Notes a frame, or counts it when there is no room. The logic thread. */
    void add(
            final FrameMeter meter,
            final long firstPosition,
            final long position,
            final long dueNs,
            final long startNs,
            final long endNs,
            final int skippedFrames,
            final int[] eventCounts) {
        final long number = (long) WRITTEN.get(this);
        if (number - (long) READ.getAcquire(this) >= KEPT) {
            dropped.lazySet(dropped.get() + 1);
            return;
        }
        final int slot = (int) (number % KEPT);
        int at = slot * LONGS;
        values[at++] = meter.tick();
        values[at++] = firstPosition;
        values[at++] = position;
        values[at++] = dueNs;
        values[at++] = startNs;
        values[at++] = endNs;
        values[at++] = meter.ns(Part.INPUTS);
        values[at++] = meter.ns(Part.STEP);
        values[at++] = meter.ns(Part.HASH);
        values[at++] = meter.ns(Part.COPY);
        values[at++] = skippedFrames;
        values[at++] = meter.matches();
        values[at++] = meter.measured();
        values[at++] = meter.slowestMatch();
        values[at++] = meter.slowestFrame();
        values[at] = meter.slowestNs();
        System.arraycopy(eventCounts, 0, events, slot * EVENT_TYPES, EVENT_TYPES);
        WRITTEN.setRelease(this, number + 1);
    }

    /** Hands over those that were noted since the last call, the oldest first. The taking thread. */
    public void take(final Consumer<SlowFrame> taker) {
        final long end = (long) WRITTEN.getAcquire(this);
        for (long number = (long) READ.get(this); number < end; number++) {
            final SlowFrame frame = read((int) (number % KEPT));
            READ.setRelease(this, number + 1);
            taker.accept(frame);
        }
    }

    private SlowFrame read(final int slot) {
        final int at = slot * LONGS;
        final Map<EventType, Integer> counts = new EnumMap<>(EventType.class);
        for (final EventType type : EventType.values()) {
            final int count = events[slot * EVENT_TYPES + type.code()];
            if (count > 0) {
                counts.put(type, count);
            }
        }
        return new SlowFrame(
                (int) values[at],
                values[at + 1],
                values[at + 2],
                values[at + 3],
                values[at + 4],
                values[at + 5],
                values[at + 6],
                values[at + 7],
                values[at + 8],
                values[at + 9],
                (int) values[at + 10],
                (int) values[at + 11],
                (int) values[at + 12],
                (int) values[at + 13],
                (int) values[at + 14],
                values[at + 15],
                counts);
    }

    /** All of them since the start. Any thread. */
    public long total() {
        return (long) WRITTEN.getAcquire(this) + dropped.get();
    }

    /** Frames of which nothing but this number is known. Any thread. */
    public long dropped() {
        return dropped.get();
    }
}

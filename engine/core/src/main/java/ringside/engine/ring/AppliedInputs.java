package ringside.engine.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import ringside.engine.event.Event;
import ringside.latency.InputSampling;

/**
 * Inputs that are traced one by one, on their way from logic to whoever tells of them: which position they have, and when logic took
 * them. There is room for so many; those that come while it is full are left out. The logic thread adds, without allocating; one other
 * thread takes.
 */
public final class AppliedInputs {
    private static final int KEPT = 1_024;
    private static final int LONGS = 5;
    private static final VarHandle WRITTEN;
    private static final VarHandle READ;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(AppliedInputs.class, "written", long.class);
            READ = MethodHandles.lookup().findVarHandle(AppliedInputs.class, "read", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final InputSampling sampling;
    private final long[] values = new long[KEPT * LONGS];

    @SuppressWarnings("unused") // through WRITTEN
    private long written;

    @SuppressWarnings("unused") // through READ
    private long read;

    /** Takes an input that logic took. */
    @FunctionalInterface
    public interface Taker {
        void taken(int match, int player, int inputSeq, long position, long appliedNs);
    }

    AppliedInputs(final InputSampling sampling) {
        this.sampling = sampling;
    }

    /** Whether an input is traced. */
    boolean wants(final Event input) {
        return sampling.picks(input.match(), input.player(), input.inputSeq());
    }

    /** Logic took an input. The logic thread. */
    void applied(final Event input, final long nowNs) {
        final long number = (long) WRITTEN.get(this);
        if (number - (long) READ.getAcquire(this) >= KEPT) {
            return;
        }
        int at = (int) (number % KEPT) * LONGS;
        values[at++] = input.match();
        values[at++] = input.player();
        values[at++] = input.inputSeq();
        values[at++] = input.position();
        values[at] = nowNs;
        WRITTEN.setRelease(this, number + 1);
    }

    /** Hands over those that came since the last call. The taking thread. */
    public void take(final Taker taker) {
        final long end = (long) WRITTEN.getAcquire(this);
        for (long number = (long) READ.get(this); number < end; number++) {
            final int at = (int) (number % KEPT) * LONGS;
            taker.taken((int) values[at], (int) values[at + 1], (int) values[at + 2], values[at + 3], values[at + 4]);
            READ.setRelease(this, number + 1);
        }
    }
}

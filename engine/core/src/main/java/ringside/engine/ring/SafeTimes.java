package ringside.engine.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import ringside.latency.StageRecorder;

/**
 * Batches that are appended and not yet safe, and when the first of each was received. The journal's thread adds; whoever sees the
 * safe position rise takes, and records. Of batches for which there is no room, because nothing has become safe for long, nothing is
 * told.
 */
final class SafeTimes {
    private static final int KEPT = 8_192;
    private static final VarHandle WRITTEN;
    private static final VarHandle READ;

    static {
        try {
            WRITTEN = MethodHandles.lookup().findVarHandle(SafeTimes.class, "written", long.class);
            READ = MethodHandles.lookup().findVarHandle(SafeTimes.class, "read", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StageRecorder recorder;
    private final long[] positions = new long[KEPT];
    private final long[] receivedNs = new long[KEPT];

    @SuppressWarnings("unused") // through WRITTEN
    private long written;

    @SuppressWarnings("unused") // through READ
    private long read;

    SafeTimes(final StageRecorder recorder) {
        this.recorder = recorder;
    }

    /** A batch up to this position is appended. The journal's thread. */
    void appended(final long lastPosition, final long firstReceivedNs) {
        final long at = (long) WRITTEN.get(this);
        if (at - (long) READ.getAcquire(this) < KEPT) {
            final int slot = (int) at & KEPT - 1;
            positions[slot] = lastPosition;
            receivedNs[slot] = firstReceivedNs;
            WRITTEN.setRelease(this, at + 1);
        }
    }

    /** All up to this position is safe now. One thread. */
    void safe(final long position, final long nowNs) {
        final long end = (long) WRITTEN.getAcquire(this);
        long at = (long) READ.get(this);
        while (at < end && positions[(int) at & KEPT - 1] <= position) {
            recorder.record(nowNs - receivedNs[(int) at & KEPT - 1]);
            at++;
        }
        READ.setRelease(this, at);
    }
}

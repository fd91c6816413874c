package ringside.journal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Up to where the journal is in the hands of every member of the in-sync set: what is safe at level replicated. Until whoever
 * ships the journal has said something, nothing is. One thread reports; any thread asks; the answer never goes back.
 */
public final class InSyncPosition implements SafePosition {
    private final LongSupplier appended;
    /** The furthest that was said while the writer was alone: a set that grows takes nothing of it back. */
    private final AtomicLong saidAlone = new AtomicLong(-1);

    private volatile long reached = -1;
    private volatile boolean isAlone;

    /** @param appended the last position of this journal itself */
    public InSyncPosition(final LongSupplier appended) {
        this.appended = appended;
    }

    /** Says up to where every member of the in-sync set has appended. A lower position than before changes nothing. */
    public void reached(final long position) {
        if (position > reached) {
            reached = position;
        }
    }

    /** Says whether the set has no member but the writer: then what it has appended is safe. */
    public void alone(final boolean value) {
        isAlone = value;
    }

    /** No further than this journal itself: a standby that claims to have more is not believed. */
    @Override
    public long safePosition() {
        // Asked first: what is said while alone was appended while alone.
        final long end = appended.getAsLong();
        return isAlone ? saidAlone.accumulateAndGet(end, Math::max) : Math.max(saidAlone.get(), Math.min(reached, end));
    }
}

package ringside.journal;

import java.util.function.LongSupplier;

/**
 * Up to where the journal is in the hands of every member of the in-sync set: what is safe at level replicated. Until whoever
 * ships the journal has said something, nothing is. One thread reports; any thread asks; the answer never goes back.
 */
public final class InSyncPosition implements SafePosition {
    private final LongSupplier appended;
    private volatile long reached = -1;

    InSyncPosition(final LongSupplier appended) {
        this.appended = appended;
    }

    /** Says up to where every member of the in-sync set has appended. A lower position than before changes nothing. */
    public void reached(final long position) {
        if (position > reached) {
            reached = position;
        }
    }

    /** No further than this journal itself: a standby that claims to have more is not believed. */
    @Override
    public long safePosition() {
        return Math.min(reached, appended.getAsLong());
    }
}

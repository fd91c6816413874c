package ringside.journal;

import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;

/**
 * Brings to the disk what was appended, off the appending thread: all that came since the last sync in one go. A sync that
 * fails is never tried again: it fails the writer, and every later call of {@link #doWork()} throws it.
 *
 * <p>{@link #doWork()} belongs to one thread, which must not be interrupted while it syncs; {@link #safePosition()} to any.
 */
public final class SyncAgent implements Agent, SafePosition {
    private static final long MARKS_EVERY_NS = 1_000_000_000;

    private final JournalWriter writer;
    private final RecordStore store;
    private final Marks marks;
    private final long intervalNs;
    private final LongSupplier nanoClock;
    private volatile long syncedPosition;
    private int syncedChecksum;
    private long syncedAtNs;
    private long marksForcedAtNs;

    /** @param intervalNs the least time from one sync to the next; 0: as soon as anything new was appended */
    public SyncAgent(
            final JournalWriter writer,
            final RecordStore store,
            final Marks marks,
            final long intervalNs,
            final LongSupplier nanoClock) {
        this.writer = writer;
        this.store = store;
        this.marks = marks;
        this.intervalNs = intervalNs;
        this.nanoClock = nanoClock;
        final Mark synced = marks.synced();
        syncedPosition = synced.position();
        syncedChecksum = synced.recordChecksum();
        syncedAtNs = nanoClock.getAsLong() - intervalNs;
        marksForcedAtNs = nanoClock.getAsLong();
    }

    /** Syncs when something was appended since the last sync and the interval is over. Returns 1 when it did. */
    @Override
    public int doWork() {
        throwIfFailed();
        if (writer.appendedPosition() == syncedPosition || nanoClock.getAsLong() - syncedAtNs < intervalNs) {
            return 0;
        }
        return sync() ? 1 : 0;
    }

    /** Syncs now if anything is new. Returns whether it did. */
    public boolean sync() {
        throwIfFailed();
        final Mark appended = marks.appended();
        if (appended.position() == syncedPosition && appended.recordChecksum() == syncedChecksum) {
            return false;
        }
        try {
            store.sync();
            marks.synced(appended);
            syncedAtNs = nanoClock.getAsLong();
            if (syncedAtNs - marksForcedAtNs >= MARKS_EVERY_NS) {
                marks.force();
                marksForcedAtNs = syncedAtNs;
            }
        } catch (final JournalException e) {
            writer.fail(e);
            throw e;
        }
        syncedChecksum = appended.recordChecksum();
        syncedPosition = appended.position();
        return true;
    }

    /** The position of the last event that a sync covers; -1 before the first. */
    @Override
    public long safePosition() {
        return syncedPosition;
    }

    private void throwIfFailed() {
        final JournalException reason = writer.failure();
        if (reason != null && reason.code() != JournalException.Code.CLOSED) {
            throw reason;
        }
    }

    @Override
    public String roleName() {
        return "journal-sync";
    }
}

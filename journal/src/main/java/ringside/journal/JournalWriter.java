package ringside.journal;

import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.journal.JournalException.Code;

/**
 * Appends events, one record for each {@link #commit()}. Opening verifies what is there, raises the epoch and writes who
 * opened it; see {@link #opening()}.
 *
 * <p>One thread adds, annotates, commits and closes. {@link #appendedPosition()}, {@link #fail} and {@link #failure()} are for
 * any thread. After a failure every call throws the same exception again: the engine has to stop. Our own part allocates
 * nothing while appending.
 */
public final class JournalWriter implements EventAppender, AutoCloseable {
    private final RecordStore store;
    private final Marks marks;
    private final Batch batch;
    private final JournalOpening opening;
    /** What another server writes, record by record, until this one reigns itself; null once it does. */
    private @Nullable Copying copying;

    private volatile int epoch;
    private long writerId;
    private long nextPosition;
    private int previousChecksum;
    private boolean claimed;
    private volatile long appendedPosition;
    private volatile @Nullable JournalException failure;

    private JournalWriter(final RecordStore store, final Marks marks, final Chain chain, final JournalOpening opening) {
        this.store = store;
        this.marks = marks;
        this.opening = opening;
        batch = new Batch(store.maxRecordBytes());
        epoch = chain.epoch();
        writerId = chain.writerId();
        nextPosition = opening.nextPosition();
        previousChecksum = chain.previousChecksum();
        appendedPosition = nextPosition - 1;
    }

    /**
     * Opens the journal for writing. The caller holds the lock of its directory.
     *
     * @param isCopied whether another server wrote what is there: then this is a takeover, see {@link EpochNumbers}
     * @param verifyFrom everything from the segment that holds this position on is verified: the position of a checkpoint
     *     known to be good, or 0 for all
     * @param verified by a reader under the same lock, which need not be done again; or null
     * @throws JournalException CORRUPT, WRONG_SERVER, MARKS_LOST, FULL, NOT_WRITABLE
     */
    public static JournalWriter open(
            final RecordStore store,
            final Marks marks,
            final Reign reign,
            final boolean isCopied,
            final long verifyFrom,
            final @Nullable VerifiedEnd verified) {
        final JournalWriter writer = follow(store, marks, reign.serverId(), verifyFrom, verified);
        if (isCopied) {
            writer.reign(reign, 0);
        } else {
            writer.copying = null;
            writer.begin(reign, writer.opening.epoch());
            writer.syncReign();
        }
        return writer;
    }

    /** The same for a journal that its own server wrote. */
    public static JournalWriter open(
            final RecordStore store, final Marks marks, final Reign reign, final long verifyFrom) {
        return open(store, marks, reign, false, verifyFrom, null);
    }

    /**
     * Opens the journal to keep in it what another writer of the same server wrote: {@link #copy} takes its records as they are,
     * and nothing else can be added until {@link #reign} begins an epoch of its own. Throws as {@link #open}; the opening's epoch is
     * the one that would come next.
     */
    public static JournalWriter follow(
            final RecordStore store, final Marks marks, final ServerId serverId, final long verifyFrom) {
        return follow(store, marks, serverId, verifyFrom, null);
    }

    private static JournalWriter follow(
            final RecordStore store,
            final Marks marks,
            final ServerId serverId,
            final long verifyFrom,
            final @Nullable VerifiedEnd verified) {
        if (!marks.serverId().equals(serverId)) {
            throw new JournalException(
                    Code.WRONG_SERVER,
                    "journal of server " + marks.serverId() + ", this is server " + serverId
                            + ": put the journal back where it belongs");
        }
        final Mark appended = marks.appended();
        final Mark synced = marks.synced();
        final VerifiedEnd found = verified != null && verified.isOf(serverId, appended, synced)
                ? verified
                : verify(store, marks.retainedFrom(), serverId, verifyFrom, appended, synced);
        final Chain chain = found.chain;
        final List<String> setAside = store.setAside(found.goodEnd);
        final int epoch = EpochNumbers.next(Math.max(chain.epoch(), Math.max(appended.epoch(), synced.epoch())));
        final JournalOpening opening =
                new JournalOpening(epoch, chain.nextPosition(), found.end, chain.stoppedCleanly(), setAside);
        final JournalWriter writer = new JournalWriter(store, marks, chain, opening);
        writer.copying = new Copying(chain, serverId);
        return writer;
    }

    private static VerifiedEnd verify(
            final RecordStore store,
            final long retained,
            final ServerId serverId,
            final long verifyFrom,
            final Mark appended,
            final Mark synced) {
        try (RecordCursor cursor = store.read()) {
            final Chain chain = new Chain(Math.max(retained, Segments.begin(cursor, Math.max(verifyFrom, retained))));
            final JournalScan scan = new JournalScan(cursor, chain);
            while (scan.next()) {
                IdentityReader.requireServer(cursor, serverId);
            }
            final JournalEnd end = scan.judge(appended, synced).orThrowIfCorrupt();
            return new VerifiedEnd(chain, scan.goodEnd(), end, appended, synced, Set.of(serverId));
        }
    }

    /**
     * Ends the copying and begins an epoch of this writer's own: the first one after a takeover, see {@link EpochNumbers}. The synced
     * mark must not be set by another thread meanwhile.
     *
     * @param heard the highest number of an epoch that was heard of, in this journal or not
     */
    public void reign(final Reign reign, final int heard) {
        reignUnsynced(reign, heard);
        syncReign();
    }

    /**
     * The same without waiting for the disk: until {@link #syncReign} has returned, nothing that follows may be shown or told to anybody.
     */
    void reignUnsynced(final Reign reign, final int heard) {
        throwIfFailed();
        if (copying == null) {
            throw new IllegalStateException("journal: this writer reigns already, in epoch " + epoch);
        }
        copying = null;
        begin(reign, EpochNumbers.takeOver(Math.max(heard, Math.max(epoch, opening.epoch() - 1))));
    }

    private void begin(final Reign reign, final int number) {
        try {
            store.beginSegment();
            epoch = number;
            writerId = reign.writerId();
            claim();
            append(batch.sealFirst(nextPosition, epoch, reign, previousChecksum));
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /**
     * Brings the beginning of the epoch to the disk, and what was appended before. Any one thread, also while another appends; the synced
     * mark must not be set by a third meanwhile.
     */
    void syncReign() {
        throwIfFailed();
        try {
            final Mark appended = marks.appended();
            store.sync();
            marks.synced(appended);
            marks.force();
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /**
     * Appends a record that another writer of this server wrote, as it is, and then delivers what it holds. Only while nothing but
     * copies was added. The synced mark must not be set by another thread meanwhile.
     *
     * @param from events before this position are not delivered
     * @throws JournalException CORRUPT when it is damaged or does not follow the record before: nothing was appended then, and the
     *     right one may still come. Anything else is final
     */
    public void copy(
            final DirectBuffer record,
            final int offset,
            final int lengthBytes,
            final long from,
            final JournalHandler handler) {
        throwIfFailed();
        final Copying copied = copying;
        if (copied == null) {
            throw new IllegalStateException("journal: this writer reigns in epoch " + epoch + " and copies no other");
        }
        copied.require(record, offset, lengthBytes, store.maxRecordBytes());
        try {
            final boolean isFirst = KeptEpoch.isFirst(record, offset);
            if (isFirst) {
                store.beginSegment();
            }
            store.claim().putBytes(0, record, offset, lengthBytes);
            store.append(lengthBytes);
            copied.accept(record, offset, lengthBytes);
            epoch = copied.chain().epoch();
            writerId = copied.chain().writerId();
            previousChecksum = copied.chain().previousChecksum();
            nextPosition = copied.chain().nextPosition();
            marks.appended(nextPosition - 1, epoch, previousChecksum);
            if (isFirst) {
                // As where it was written: the beginning of an epoch is on the disk before anything that follows it.
                store.sync();
                marks.synced(marks.appended());
                marks.force();
            }
            appendedPosition = nextPosition - 1;
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
        copied.deliver(record, offset, from, handler);
    }

    /** Whether there is any record: while copying, a journal that was begun in the midst may hold none yet. */
    public boolean isEmpty() {
        final Copying copied = copying;
        return copied != null && copied.chain().records() == 0;
    }

    /** The checksum of the last record; the appending thread only. */
    public int lastChecksum() {
        return previousChecksum;
    }

    /** What opening found. */
    public JournalOpening opening() {
        return opening;
    }

    public int epoch() {
        return epoch;
    }

    public long writerId() {
        return writerId;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A record that can take no more is appended at once and a further one begun.
     */
    @Override
    public long add(final Event event) {
        throwIfFailed();
        try {
            final int length = event.lengthBytes();
            if (!batch.fits(length, 1)) {
                appendBatch();
                if (!batch.fits(length, 1)) {
                    throw new JournalException(
                            Code.TOO_LARGE,
                            "event of " + length + " bytes, a record holds " + store.maxRecordBytes()
                                    + "; a larger segment size allows more");
                }
            }
            claim();
            batch.add(event.buffer(), 0, length, 1);
            final long position = nextPosition + batch.eventCount() - 1;
            event.position(position);
            return position;
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /** {@inheritDoc} Copies them all at once where they have room in the open record, else one by one. */
    @Override
    public long addAll(final DirectBuffer events, final int offset, final int lengthBytes, final int count) {
        throwIfFailed();
        if (!batch.fits(lengthBytes, count)) {
            return EventAppender.super.addAll(events, offset, lengthBytes, count);
        }
        try {
            claim();
            final long first = nextPosition + batch.eventCount();
            batch.add(events, offset, lengthBytes, count);
            return first;
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
    }

    @Override
    public void annotate(final int match, final int frame, final long hash) {
        throwIfFailed();
        try {
            if (batch.annotationsFull() || !batch.fitsAnnotation()) {
                appendBatch();
            }
            batch.annotate(match, frame, hash);
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
    }

    /** {@inheritDoc} With no event added it does nothing: annotations alone wait for the next batch. */
    @Override
    public void commit() {
        throwIfFailed();
        if (batch.eventCount() == 0) {
            return;
        }
        try {
            appendBatch();
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
    }

    @Override
    public long appendedPosition() {
        return appendedPosition;
    }

    /**
     * Commits what is open and ends the journal with a record that says so, on the disk. Nothing may be added afterwards but
     * by a new opening. What was only copied is brought to the disk and gets no such record: it is not this writer's to end.
     */
    public void stopCleanly() {
        throwIfFailed();
        try {
            if (copying == null) {
                if (batch.eventCount() > 0 || batch.annotationCount() > 0) {
                    appendBatch();
                }
                claim();
                append(batch.seal(nextPosition, epoch, writerId, previousChecksum, RecordFormat.FLAG_CLEAN_STOP));
            }
            store.sync();
            marks.force();
        } catch (final RuntimeException | Error e) {
            throw failed(e);
        }
        failure = new JournalException(Code.CLOSED, "journal: stopped after position " + appendedPosition);
    }

    /** Makes every later call throw this, unless another failure came first. Any thread: a sync that failed is final. */
    public synchronized void fail(final JournalException reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** What every call throws from now on, or null. Any thread. */
    public @Nullable JournalException failure() {
        return failure;
    }

    /** Ends appending, without a clean stop: what was not committed is dropped. Leaves store and marks open. */
    @Override
    public void close() {
        fail(new JournalException(Code.CLOSED, "journal: closed after position " + appendedPosition));
    }

    private void claim() {
        if (copying != null) {
            throw new IllegalStateException("journal: copies what another server writes, and takes nothing else");
        }
        if (!claimed) {
            batch.begin(store.claim());
            claimed = true;
        }
    }

    private void appendBatch() {
        claim();
        append(batch.seal(nextPosition, epoch, writerId, previousChecksum, 0));
    }

    private void append(final int lengthBytes) {
        previousChecksum = batch.checksum();
        store.append(lengthBytes);
        claimed = false;
        nextPosition += batch.eventCount();
        batch.clear();
        marks.appended(nextPosition - 1, epoch, previousChecksum);
        appendedPosition = nextPosition - 1;
    }

    private void throwIfFailed() {
        final JournalException reason = failure;
        if (reason != null) {
            throw reason;
        }
    }

    private JournalException failed(final Throwable cause) {
        final JournalException reason = cause instanceof JournalException named
                ? named
                : new JournalException(
                        Code.NOT_WRITABLE,
                        nextPosition,
                        "journal: append of position " + nextPosition + " failed: " + cause
                                + "; stop, mend the disk and start again",
                        cause);
        fail(reason);
        final JournalException first = failure;
        return first == null ? reason : first;
    }
}

package ringside.journal;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal in order from a position, record by record, everything verified. Another process may be writing it; the
 * directory need not be writable. One thread uses it.
 */
public final class JournalReader implements AutoCloseable {
    private final RecordCursor cursor;
    private final MarksView marks;
    private final long from;
    /** The first position that is left. */
    private final long oldest;

    private final Chain chain;
    private final JournalScan scan;
    private final Delivery delivery = new Delivery();
    private final Set<ServerId> servers = new HashSet<>();
    private Mark appended = Mark.NONE;
    private Mark synced = Mark.NONE;
    private @Nullable JournalEnd end;

    /**
     * Takes over the cursor.
     *
     * @param from the position of the first event wanted; epochs and annotations of the records passed over before it, back to
     *     the beginning of the segment, are not delivered. Where that is the first event that is left, its epoch is delivered
     *     before it, even if the epoch's own first record was removed
     */
    public JournalReader(final RecordCursor cursor, final MarksView marks, final long from) {
        this.cursor = cursor;
        this.marks = marks;
        this.from = from;
        final long retained = marks.retainedFrom();
        oldest = retained;
        if (from < retained && from > 0) {
            throw new JournalException(
                    JournalException.Code.NO_SUCH_POSITION,
                    from,
                    "position " + from + " was removed on purpose; the journal begins at position " + retained,
                    null);
        }
        chain = new Chain(Math.max(retained, Segments.begin(cursor, Math.max(from, retained))));
        scan = new JournalScan(cursor, chain);
    }

    /** Reads a journal directory. */
    public static JournalReader open(final Path directory, final long from) {
        return new JournalReader(
                FileRecordCursor.open(directory), Marks.view(directory.resolve(DataDirectory.MARKS)), from);
    }

    /**
     * Delivers the next record that has anything at or after the position asked for.
     *
     * @return whether there was one; if not, {@link #end()} says how the journal ends, and a later call may find more
     * @throws JournalException CORRUPT at the first position that cannot be trusted; everything before it was delivered
     */
    public boolean next(final JournalHandler handler) {
        if (step(handler)) {
            return true;
        }
        // The marks are read after the end was seen: what they speak of must be found by one further look.
        appended = marks.appended();
        synced = marks.synced();
        if (step(handler)) {
            return true;
        }
        end = scan.judge(appended, synced).orThrowIfCorrupt();
        return false;
    }

    /** Delivers everything up to the end and returns how it ends. Throws like {@link #next}. */
    public JournalEnd readAll(final JournalHandler handler) {
        while (next(handler)) {
            // next() delivers
        }
        return end();
    }

    /** As {@link #next} for a tail that grows: looks once, does not ask the marks. */
    boolean step(final JournalHandler handler) {
        while (scan.next()) {
            if (KeptEpoch.isFirst(cursor.buffer(), cursor.offset())) {
                servers.add(
                        IdentityReader.read(cursor.buffer(), cursor.offset()).serverId());
            }
            if (chain.nextPosition() >= from) {
                if (chain.records() == 1 && from <= oldest) {
                    beginInMidst(handler);
                }
                delivery.deliver(cursor, from, handler);
                return true;
            }
        }
        return false;
    }

    /** Says whose epoch the oldest record that is left belongs to, when it does not say so itself. */
    private void beginInMidst(final JournalHandler handler) {
        if (!KeptEpoch.isFirst(cursor.buffer(), cursor.offset())) {
            handler.onEpoch(KeptEpoch.require(cursor));
        }
    }

    /** How the journal ended when {@link #next} last returned false. */
    public JournalEnd end() {
        if (end == null) {
            throw new IllegalStateException("the end has not been reached");
        }
        return end;
    }

    /** What was found when {@link #next} last returned false. The reader is not used any more. */
    public VerifiedEnd verified() {
        return new VerifiedEnd(chain, scan.goodEnd(), end(), appended, synced, servers);
    }

    boolean damaged() {
        return scan.damaged();
    }

    /** From where another reader has to begin so that it can {@link #passTo} this one. */
    long goesOnFrom() {
        return chain.records() == 0 ? from : Math.max(from, chain.nextPosition() - 1);
    }

    /** Passes over what another reader of the same journal has read, without delivering it. False when that is not there. */
    boolean passTo(final JournalReader other) {
        if (other.chain.records() == 0) {
            return true;
        }
        while (scan.next()) {
            if (chain.nextPosition() == other.chain.nextPosition()
                    && chain.previousChecksum() == other.chain.previousChecksum()) {
                return true;
            }
        }
        return false;
    }

    JournalEnd judge() {
        return scan.judge(marks.appended(), marks.synced());
    }

    Chain chain() {
        return chain;
    }

    /** Whether the record read last says that the writer stopped of its own will. */
    public boolean stoppedCleanly() {
        return chain.stoppedCleanly();
    }

    /** The position of the event that comes next. */
    public long nextPosition() {
        return Math.max(from, chain.nextPosition());
    }

    /** The epoch of the record read last; 0 before the first. */
    public int epoch() {
        return chain.epoch();
    }

    @Override
    public void close() {
        cursor.close();
    }
}

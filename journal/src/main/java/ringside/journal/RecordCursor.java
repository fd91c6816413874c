package ringside.journal;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of a store in order, live: after {@link Step#END} a later call finds what was appended since. It never
 * waits. One thread uses it.
 */
public interface RecordCursor extends AutoCloseable {
    /** What a step found. */
    enum Step {
        /** A record, at {@link #buffer()}. Its bytes are as they were stored; whether they are right is not known here. */
        RECORD,
        /** No further record, for now. */
        END,
        /** Something that the store never wrote; {@link #problem()} says what. The cursor stays there. */
        DAMAGED
    }

    /** Asked about a record that may lie where none is expected. */
    @FunctionalInterface
    interface Probe {
        boolean matches(DirectBuffer buffer, int offset, int lengthBytes);
    }

    /** Moves to the next record. */
    Step next();

    /** Reads the record found last once more: a live tail may have been read in the middle of its being written. */
    void reload();

    /** The buffer that holds the record, valid until the next call of {@link #next()}. */
    DirectBuffer buffer();

    int offset();

    int lengthBytes();

    /** Where the record after the one found last begins. */
    RecordAddress end();

    /** Where the cursor stands, for people: a file and a byte. */
    String place();

    /** What {@link Step#DAMAGED} was about. */
    String problem();

    /**
     * Whether the place of the next record (after END) or the record found last (after RECORD) looks like memory that was
     * never written out, as a loss of power or a cut leaves it: zeros up to the end of a page, or the end of the file.
     */
    boolean looksUnwritten();

    /** Whether an intact record that the probe knows lies anywhere behind the last good one, though no step leads to it. */
    boolean holds(Probe probe);

    /** A copy of the record that was kept last ({@link RecordStore#keepEpoch}), or null. */
    @Nullable
    DirectBuffer keptEpoch();

    /** How many segments there are. */
    int segments();

    /** Moves to the beginning of a segment, in the order of appending from 0. */
    void toSegment(int index);

    @Override
    void close();
}

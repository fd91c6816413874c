package ringside.journal;

/** Finds the segment that holds a position by the first record of each. */
final class Segments {
    private static final long NONE = -1;

    private Segments() {}

    /**
     * Puts the cursor before the first record of the last segment that begins at or before a position, and returns what the
     * chain may begin with: 0 when it must be the first record of all, else that position. A segment whose first record is
     * not to be trusted counts as too late: reading then comes to it from before and names what is wrong.
     */
    static long begin(final RecordCursor cursor, final long position) {
        if (position == 0) {
            // Epochs that ended before their first event begin at 0 as well, but the chain begins with the first of
            // all.
            cursor.toSegment(0);
            return 0;
        }
        final RecordChecksum checksum = new RecordChecksum();
        int low = 0;
        int high = cursor.segments() - 1;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            final long first = firstPosition(cursor, middle, checksum);
            if (first != NONE && first <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        cursor.toSegment(low);
        return low == 0 ? 0 : position;
    }

    /** The position of a segment's first record; NONE when it has none that is whole. */
    private static long firstPosition(final RecordCursor cursor, final int segment, final RecordChecksum checksum) {
        cursor.toSegment(segment);
        if (cursor.next() != RecordCursor.Step.RECORD
                || cursor.end().segment() != segment
                || RecordFormat.fault(cursor.buffer(), cursor.offset(), cursor.lengthBytes(), checksum) != null) {
            return NONE;
        }
        return RecordFormat.firstPosition(cursor.buffer(), cursor.offset());
    }
}

package ringside.replay.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.RecordType;

/**
 * The numbers of an INPUT event, as they follow from the same player's input before: which of them are expected to rise by one,
 * and which to stay. What is written of each is how far it is off from that.
 *
 * <pre>
 * 0  inputSeq      rises        3  newest frame that the edge had sent   rises
 * 1  target frame  rises        4  fraction                              stays
 * 2  frame seen    rises        5  most frames to rewind                 stays
 * 6  on: the record's columns by the layout, 64 bits as two numbers; text and bytes are not among them
 * </pre>
 */
final class InputColumns {
    static final int SEQ = 0;
    static final int TARGET = 1;
    static final int SEEN = 2;
    static final int SENT = 3;
    static final int FRACTION = 4;
    static final int BOUND = 5;
    static final int FIRST_FIELD = 6;

    private static final int RISING = 4;

    /** The record's columns that are numbers. */
    final List<Column> numbers = new ArrayList<>();
    /** The others, as they stand. */
    final List<Column> bytes = new ArrayList<>();

    private final int count;
    private final Int2ObjectHashMap<int[]> lastOf = new Int2ObjectHashMap<>();

    InputColumns(final RecordType input) {
        int ints = FIRST_FIELD;
        for (final Column column : input.columns()) {
            if (column.type() == ColumnType.BYTES) {
                bytes.add(column);
            } else {
                numbers.add(column);
                ints += ints(column);
            }
        }
        count = ints;
    }

    /** How many numbers a column is written as. */
    static int ints(final Column column) {
        return column.widthBytes() == Long.BYTES ? 2 : 1;
    }

    int count() {
        return count;
    }

    /** The player's last numbers, all 0 before the first. */
    int[] lastOf(final int player) {
        return lastOf.computeIfAbsent(player, none -> new int[count]);
    }

    /** Forgets all players: a chunk stands for itself. */
    void clear() {
        lastOf.values().forEach(last -> Arrays.fill(last, 0));
    }

    /** What a number is expected to be after the last one. */
    static int expected(final int index, final int last) {
        return index < RISING ? last + 1 : last;
    }
}

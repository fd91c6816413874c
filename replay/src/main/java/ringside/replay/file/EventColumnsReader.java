package ringside.replay.file;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.InputPayload;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.replay.ReplayException;

/**
 * Gives the events of a chunk back, each in its canonical form. The parts, in their order:
 *
 * <pre>
 * types       a byte for each event
 * positions   how far each is beyond the one that follows its predecessor's
 * others      events that are no inputs, as they stand in the journal
 * players     of each input
 * bytes       of each input, the record's columns that are no numbers
 * numbers     of each input, a part for each of {@link InputColumns}
 * </pre>
 */
final class EventColumnsReader {
    private final int match;
    private final InputColumns inputs;
    private final int recordBytes;
    private final byte[] types;
    private final IntColumn positions;
    private final UnsafeBuffer others;
    private final IntColumn players;
    private final UnsafeBuffer inputBytes;
    private final IntColumn[] columns;
    private final UnsafeBuffer record;
    private long position;
    private int next;
    private int othersAt;
    private int inputBytesAt;

    EventColumnsReader(final Parts.Reader parts, final RecordType input, final int match, final long afterPosition) {
        this.match = match;
        inputs = new InputColumns(input);
        recordBytes = input.lengthBytes();
        record = new UnsafeBuffer(new byte[Math.max(1, recordBytes)]);
        position = afterPosition;
        types = parts.next();
        positions = IntColumn.of(parts.next());
        others = new UnsafeBuffer(parts.next());
        players = IntColumn.of(parts.next());
        inputBytes = new UnsafeBuffer(parts.next());
        columns = new IntColumn[inputs.count()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = IntColumn.of(parts.next());
        }
    }

    int count() {
        return types.length;
    }

    /** Writes the next event into a flyweight over enough room; false when there is none. Its position is the journal's. */
    boolean next(final Event event) {
        if (next == types.length) {
            return false;
        }
        if (types[next++] == EventType.INPUT.code()) {
            input(event);
        } else {
            other(event);
        }
        position += 1L + positions.next();
        event.position(position);
        return true;
    }

    private void other(final Event event) {
        final String fault = Event.fault(others, othersAt, others.capacity() - othersAt);
        if (fault != null) {
            throw new ReplayException("event " + (next - 1) + " of a chunk: " + fault);
        }
        final int length = others.getShort(othersAt, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        event.buffer().putBytes(0, others, othersAt, length);
        othersAt += length;
    }

    private void input(final Event event) {
        final int player = players.next();
        final int[] last = inputs.lastOf(player);
        for (int i = 0; i < last.length; i++) {
            last[i] = InputColumns.expected(i, last[i]) + columns[i].next();
        }
        record.setMemory(0, record.capacity(), (byte) 0);
        int at = InputColumns.FIRST_FIELD;
        for (final Column column : inputs.numbers) {
            long value = last[at++];
            if (InputColumns.ints(column) == 2) {
                value = (value & 0xFFFF_FFFFL) | (long) last[at++] << Integer.SIZE;
            }
            column.write(record, 0, value);
        }
        for (final Column column : inputs.bytes) {
            if (inputBytesAt + column.widthBytes() > inputBytes.capacity()) {
                throw new ReplayException("event " + (next - 1) + " of a chunk: the bytes of its record are missing");
            }
            record.putBytes(column.offset(), inputBytes, inputBytesAt, column.widthBytes());
            inputBytesAt += column.widthBytes();
        }
        InputPayload.write(
                event, match, player, last[InputColumns.SEQ], last[InputColumns.TARGET], record, 0, recordBytes);
        InputPayload.writeSeen(
                event,
                last[InputColumns.SEEN],
                last[InputColumns.SENT],
                last[InputColumns.FRACTION],
                last[InputColumns.BOUND]);
    }
}

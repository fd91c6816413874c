package ringside.replay.file;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.InputPayload;
import ringside.layout.Column;
import ringside.layout.RecordType;
import ringside.replay.ReplayException;

/**
 * The events of a chunk, column by column: inputs, which are nearly all, by what they say; others as they stand in the journal.
 * See {@link EventColumnsReader} for the order of the parts.
 */
final class EventColumnsWriter {
    private final InputColumns inputs;
    private final int recordBytes;
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream others = new ByteArrayOutputStream();
    private final ByteArrayOutputStream inputBytes = new ByteArrayOutputStream();
    private final IntColumn positions = new IntColumn();
    private final IntColumn players = new IntColumn();
    private final IntColumn[] columns;
    private final int[] now;
    private long lastPosition;
    private int count;

    EventColumnsWriter(final RecordType input) {
        inputs = new InputColumns(input);
        recordBytes = input.lengthBytes();
        columns = new IntColumn[inputs.count()];
        Arrays.setAll(columns, i -> new IntColumn());
        now = new int[columns.length];
    }

    /** Begins a chunk whose first event follows that position. */
    void begin(final long afterPosition) {
        types.reset();
        others.reset();
        inputBytes.reset();
        positions.clear();
        players.clear();
        for (final IntColumn column : columns) {
            column.clear();
        }
        inputs.clear();
        lastPosition = afterPosition;
        count = 0;
    }

    int count() {
        return count;
    }

    /** Takes a copy of an event; positions rise. */
    void add(final Event event) {
        types.write(event.typeCode());
        positions.add(Math.toIntExact(event.position() - lastPosition - 1));
        lastPosition = event.position();
        count++;
        if (event.typeCode() == EventType.INPUT.code()) {
            if (InputPayload.recordLength(event) != recordBytes) {
                throw new ReplayException(event + ": its record has " + InputPayload.recordLength(event)
                        + " bytes, the layout's input has " + recordBytes);
            }
            input(event);
        } else {
            write(others, event.buffer(), 0, event.lengthBytes());
        }
    }

    private void input(final Event event) {
        players.add(event.player());
        now[InputColumns.SEQ] = event.inputSeq();
        now[InputColumns.TARGET] = event.targetFrame();
        now[InputColumns.SEEN] = InputPayload.seenFrame(event);
        now[InputColumns.SENT] = InputPayload.sentFrame(event);
        now[InputColumns.FRACTION] = InputPayload.fraction(event);
        now[InputColumns.BOUND] = InputPayload.rewindBoundFrames(event);
        int at = InputColumns.FIRST_FIELD;
        for (final Column column : inputs.numbers) {
            final long value = column.read(event.buffer(), InputPayload.RECORD_OFFSET);
            now[at++] = (int) value;
            if (InputColumns.ints(column) == 2) {
                now[at++] = (int) (value >>> Integer.SIZE);
            }
        }
        for (final Column column : inputs.bytes) {
            write(inputBytes, event.buffer(), InputPayload.RECORD_OFFSET + column.offset(), column.widthBytes());
        }
        final int[] last = inputs.lastOf(event.player());
        for (int i = 0; i < now.length; i++) {
            columns[i].add(now[i] - InputColumns.expected(i, last[i]));
            last[i] = now[i];
        }
    }

    private static void write(
            final ByteArrayOutputStream to, final DirectBuffer from, final int offset, final int length) {
        for (int i = 0; i < length; i++) {
            to.write(from.getByte(offset + i));
        }
    }

    void writeTo(final Parts.Writer parts) {
        parts.add(types.toByteArray());
        parts.add(positions.toBytes());
        parts.add(others.toByteArray());
        parts.add(players.toBytes());
        parts.add(inputBytes.toByteArray());
        for (final IntColumn column : columns) {
            parts.add(column.toBytes());
        }
    }
}

package ringside.replay.page;

import java.nio.ByteOrder;
import java.util.function.Supplier;
import org.agrona.ExpandableArrayBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.InputPayload;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchTables;
import ringside.engine.output.AnswerKind;
import ringside.replay.file.MatchFile;

/**
 * Gives out the inputs of a stretch of a match, with what became of each. All numbers are little-endian.
 *
 * <pre>
 * 4  inputs
 *    each: 4 player, 4 inputSeq, 4 target frame, 4 the last frame computed when it came, 1 the code of its refusal or 0, 3 zero;
 *          its record; zeros up to a multiple of 4
 * </pre>
 *
 * <p>Safe for many threads, which wait for each other.
 */
final class Lanes {
    /** Frames in one answer. */
    static final int MOST_FRAMES = 1_200;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int HEAD_BYTES = 20;
    private static final int REFUSAL_AT = 16;

    /** Inputs that come so much after their frame are told; they count for a later one, or are refused. */
    private static final int LATE_FRAMES = 16;

    private final Cursor cursor;

    Lanes(final MatchFile file, final Supplier<GameTypes> types) {
        cursor = new Cursor(file, types);
    }

    /** The inputs that aim at these frames. */
    synchronized byte[] inputs(final int from, final int to) {
        final Reader reader = new Reader(from, to);
        cursor.seek(Math.max(0, from - MatchTables.TOO_EARLY_FRAMES));
        while (cursor.at() < to + LATE_FRAMES && cursor.step(reader)) {
            // Goes on until nothing more comes for these frames.
        }
        return reader.toBytes();
    }

    private static final class Reader implements Cursor.Watcher {
        private final int from;
        private final int to;
        private final ExpandableArrayBuffer out = new ExpandableArrayBuffer(1 << 16);
        private int end = Integer.BYTES;
        private int count;
        private int last = -1;

        Reader(final int from, final int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void event(final Event event, final int frame) {
            last = -1;
            if (event.type() != EventType.INPUT || event.targetFrame() < from || event.targetFrame() > to) {
                return;
            }
            last = end;
            count++;
            out.putInt(end, event.player(), LE);
            out.putInt(end + 4, event.inputSeq(), LE);
            out.putInt(end + 8, event.targetFrame(), LE);
            out.putInt(end + 12, frame, LE);
            out.putInt(end + REFUSAL_AT, 0, LE);
            end += HEAD_BYTES;
            final int length = InputPayload.recordLength(event);
            out.putBytes(end, event.buffer(), InputPayload.RECORD_OFFSET, length);
            end += length;
            while ((end & 3) != 0) {
                out.putByte(end++, (byte) 0);
            }
        }

        @Override
        public void answered(final AnswerKind kind, final int player, final int sequence, final int detail) {
            if (kind == AnswerKind.INPUT_REFUSED && last >= 0) {
                out.putByte(last + REFUSAL_AT, (byte) detail);
            }
        }

        byte[] toBytes() {
            out.putInt(0, count, LE);
            final byte[] bytes = new byte[end];
            out.getBytes(0, bytes);
            return bytes;
        }
    }
}

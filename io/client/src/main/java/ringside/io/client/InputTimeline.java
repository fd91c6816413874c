package ringside.io.client;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.LogicSettings;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/**
 * Which input the server will have for each frame after the newest view's: those that were made for it, merged as it does,
 * or what it makes of the one before where there is none. Not thread-safe; allocates at construction only.
 */
final class InputTimeline {
    private final PendingInputs pending;
    private final RecordType type;
    private final LogicSettings rules;
    private final RecordView current;

    /** Up to here inputs are consumed, by the newest view. */
    private int consumedSeq;

    private int shownFrame;

    /** By so many frames the server consumes inputs before those that they aim at. */
    private int shift;

    private int missing;

    InputTimeline(final PendingInputs pending, final RecordType type, final int hz) {
        this.pending = pending;
        this.type = type;
        rules = LogicSettings.at(hz);
        current = new RecordView(type).wrap(new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]), 0);
    }

    /** A view shows which input was the last to be consumed by its frame. */
    void shown(final int frame, final int lastInput) {
        if (lastInput != consumedSeq && pending.remembers(lastInput)) {
            shift = Math.max(0, pending.target(lastInput) - frame);
        } else if (lastInput == consumedSeq) {
            // A frame without an input puts those to come back by one.
            shift = Math.max(0, shift - Math.max(0, frame - shownFrame));
        }
        consumedSeq = lastInput;
        shownFrame = frame;
        rewind();
    }

    /** Goes back to the frame that the newest view shows. */
    void rewind() {
        if (!pending.remembers(consumedSeq)) {
            zero();
            missing = Short.MAX_VALUE;
            return;
        }
        pending.copyRecord(consumedSeq, current.buffer());
        missing = 0;
        for (int frame = frameOf(consumedSeq); frame < shownFrame && missing <= rules.repeatFrames(); frame++) {
            fillIn();
        }
    }

    int shift() {
        return shift;
    }

    /** The frame for which an input that is on its way will count. */
    int frameOf(final int inputSeq) {
        return pending.target(inputSeq) - shift;
    }

    /** What the server has for a frame; frames are asked for one after the other, from the view's on. */
    RecordView next(final int frame) {
        boolean isFound = false;
        final int end = pending.nextSeq();
        for (int seq = Math.max(consumedSeq + 1, end - PendingInputs.CAPACITY); seq < end; seq++) {
            if (!pending.isGivenUp(seq) && pending.remembers(seq) && isFor(frame, frameOf(seq))) {
                take(seq, isFound);
                isFound = true;
            }
        }
        if (isFound) {
            missing = 0;
        } else {
            fillIn();
        }
        return current;
    }

    /** What comes late counts for the next frame, if it is not too late for that. */
    private boolean isFor(final int frame, final int meant) {
        return meant == frame || (frame == shownFrame + 1 && meant < frame && frame - meant <= rules.lateMergeFrames());
    }

    private void take(final int seq, final boolean isMerged) {
        if (!isMerged) {
            pending.copyRecord(seq, current.buffer());
            return;
        }
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column field = type.columns().get(i);
            if (field.type() == ColumnType.BYTES) {
                pending.copyField(seq, field, current.buffer());
            } else {
                final long earlier = field.read(current.buffer(), 0);
                field.write(current.buffer(), 0, merged(field, earlier, pending.readField(seq, field)));
            }
        }
    }

    private static long merged(final Column field, final long earlier, final long later) {
        if (field.merge() == Merge.LATEST) {
            return later;
        }
        return field.merge() == Merge.OR
                ? earlier | later
                : Math.max(field.min(), Math.min(field.max(), earlier + later));
    }

    private void fillIn() {
        missing = Math.min(missing + 1, Short.MAX_VALUE);
        final boolean repeats = missing <= rules.repeatFrames();
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column field = type.columns().get(i);
            if (field.missing() == Missing.ZERO || !repeats) {
                zero(field);
            }
        }
    }

    private void zero() {
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            zero(type.columns().get(i));
        }
    }

    private void zero(final Column field) {
        if (field.type() == ColumnType.BYTES) {
            current.buffer().setMemory(field.offset(), field.widthBytes(), (byte) 0);
        } else {
            field.write(current.buffer(), 0, field.zeroValue());
        }
    }
}

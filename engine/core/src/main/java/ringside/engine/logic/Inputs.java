package ringside.engine.logic;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.InputPayload;
import ringside.engine.math.Fixed;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;
import ringside.engine.output.Refusal;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Merge;
import ringside.layout.Missing;
import ringside.layout.RecordType;
import ringside.layout.Rows;

/**
 * Judges inputs and lays each by for its frame. All that it remembers is in the match state: a seat's waiting inputs are
 * the rows {@code seat * INPUT_SLOTS + frame % INPUT_SLOTS} of {@code $inputs}.
 */
final class Inputs {
    /** Bits behind the point of the time that a player saw: 1/256 of a frame. */
    private static final int VIEW_BITS = 8;

    private static final int VIEW_MASK = (1 << VIEW_BITS) - 1;

    /** Inputs in wait that are no excess, however long they stay. */
    private static final int FULL_DEPTH = 4;

    /** How long a buffer is watched before something of it is called excess. */
    private static final int WINDOW_FRAMES = 32;

    private final LogicSettings settings;

    Inputs(final LogicSettings settings) {
        this.settings = settings;
    }

    /** Takes, merges or refuses one input; a repeated one changes nothing. */
    void take(final LiveMatch match, final Event event, final AnswerSink answers) {
        final MatchTables t = match.tables();
        final int seat = match.seatOf(event.player());
        if (seat < 0) {
            refuse(answers, event, Refusal.NOT_SEATED);
            return;
        }
        final int seatAt = t.seats.rowOffset(seat);
        if (event.inputSeq() <= match.valueAt(seatAt, t.takenSeq)) {
            return;
        }
        final int status = match.get(t.status);
        if (status == MatchTables.PAUSED || status == MatchTables.WAITING) {
            refuse(answers, event, Refusal.MATCH_PAUSED);
            return;
        }
        match.valueAt(seatAt, t.takenSeq, event.inputSeq());
        final int next = match.frame() + 1;
        final long target = (long) event.targetFrame() - match.valueAt(seatAt, t.inputShift);
        if (next - target > settings.lateMergeFrames()) {
            refuse(answers, event, Refusal.INPUT_TOO_LATE);
        } else if (target - next >= MatchTables.TOO_EARLY_FRAMES) {
            refuse(answers, event, Refusal.INPUT_TOO_EARLY);
        } else {
            final int last = next + MatchTables.INPUT_SLOTS - 1;
            layBy(match, seat, seatAt, (int) Math.max(next, Math.min(last, target)), event);
        }
    }

    private static void refuse(final AnswerSink answers, final Event event, final Refusal why) {
        answers.answer(
                AnswerKind.INPUT_REFUSED,
                event.position(),
                0,
                event.match(),
                event.player(),
                event.inputSeq(),
                why.code());
    }

    private static void layBy(
            final LiveMatch match, final int seat, final int seatAt, final int target, final Event event) {
        final MatchTables t = match.tables();
        final int index = slot(seat, target);
        final int at = t.inputs.rowOffset(index);
        if (match.rowAt(t.inputs, index) == Rows.NONE) {
            final int row = match.addAt(t.inputs, index);
            match.setBytes(
                    row,
                    t.inputRecord,
                    event.buffer(),
                    InputPayload.RECORD_OFFSET,
                    match.layout().input().lengthBytes());
            match.valueAt(seatAt, t.depth, match.valueAt(seatAt, t.depth) + 1);
        } else {
            merge(
                    match.layout().input(),
                    match.block(),
                    at + t.inputRecord.offset(),
                    event.buffer(),
                    InputPayload.RECORD_OFFSET);
        }
        match.valueAt(at, t.inputSeq, event.inputSeq());
        noteView(match, at, event);
    }

    /**
     * What the player says was seen, brought within what the edge knows: not newer than what it had sent, not older than
     * the way there and back and the interpolation allow. A forged claim gains nothing beyond the truth's own bounds.
     */
    private static void noteView(final LiveMatch match, final int inputAt, final Event event) {
        final long sent = (long) InputPayload.sentFrame(event) << VIEW_BITS;
        final long bound = (long) InputPayload.rewindBoundFrames(event) << VIEW_BITS;
        final long claimed = ((long) InputPayload.seenFrame(event) << VIEW_BITS)
                + (InputPayload.fraction(event) >> (Fixed.FRACTION_BITS - VIEW_BITS));
        final long seen = Math.max(sent - bound, Math.min(claimed, sent));
        final MatchTables t = match.tables();
        match.valueAt(inputAt, t.inputViewFrame, (int) Math.max(MatchTables.ANY, seen >> VIEW_BITS));
        match.valueAt(inputAt, t.inputViewPart, (int) (seen & VIEW_MASK));
    }

    /** How far back from {@code frame} the view lay that an input was given on. */
    private int viewAge(final LiveMatch match, final int inputAt, final int frame) {
        final MatchTables t = match.tables();
        final long seen = ((long) match.valueAt(inputAt, t.inputViewFrame) << VIEW_BITS)
                + match.valueAt(inputAt, t.inputViewPart);
        final long age = ((long) frame << VIEW_BITS) - seen;
        final long most = (long) settings.maxRewindFrames() << VIEW_BITS;
        return (int) Math.max(1 << VIEW_BITS, Math.min(age, most)) << (Fixed.FRACTION_BITS - VIEW_BITS);
    }

    /** The row that an input of that seat for that frame is laid into. */
    static int slot(final int seat, final int frame) {
        return seat * MatchTables.INPUT_SLOTS + frame % MatchTables.INPUT_SLOTS;
    }

    /** Two inputs become one, field by field as declared. */
    static void merge(
            final RecordType type,
            final UnsafeBuffer into,
            final int intoOffset,
            final DirectBuffer later,
            final int laterOffset) {
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column field = type.columns().get(i);
            if (field.type() == ColumnType.BYTES) {
                into.putBytes(intoOffset + field.offset(), later, laterOffset + field.offset(), field.widthBytes());
            } else {
                final long a = field.read(into, intoOffset);
                final long b = field.read(later, laterOffset);
                field.write(into, intoOffset, merged(field, a, b));
            }
        }
    }

    private static long merged(final Column field, final long earlier, final long later) {
        if (field.merge() == Merge.LATEST) {
            return later;
        }
        if (field.merge() == Merge.OR) {
            return earlier | later;
        }
        return Math.max(field.min(), Math.min(field.max(), earlier + later));
    }

    /** Gives every taken seat its input for the frame about to be computed. */
    void consume(final LiveMatch match, final int frame) {
        final MatchTables t = match.tables();
        for (int seatRow = match.first(t.seats); seatRow != Rows.NONE; seatRow = match.next(t.seats, seatRow)) {
            final int seat = Rows.index(seatRow);
            final int seatAt = t.seats.rowOffset(seat);
            mergeExcess(match, seatAt, seat, frame);
            final int index = slot(seat, frame);
            final int row = match.rowAt(t.inputs, index);
            if (row == Rows.NONE) {
                fillIn(match, seatAt, match.input(seat).buffer());
            } else {
                final int at = t.inputs.rowOffset(index);
                match.copyBytes(row, t.inputRecord, seatRow, t.input);
                // A later input may have been merged into an earlier frame: what was reported is not taken back.
                match.valueAt(
                        seatAt,
                        t.consumedSeq,
                        Math.max(match.valueAt(seatAt, t.consumedSeq), match.valueAt(at, t.inputSeq)));
                match.valueAt(seatAt, t.viewAge, viewAge(match, at, frame));
                match.valueAt(seatAt, t.missing, 0);
                match.valueAt(seatAt, t.depth, match.valueAt(seatAt, t.depth) - 1);
                match.remove(t.inputs, row);
            }
        }
    }

    /**
     * A buffer that held more than {@link #FULL_DEPTH} inputs all through a window only makes its player late: the next two
     * inputs become one and all others move up by a frame, as do those to come until the buffer runs dry.
     */
    private static void mergeExcess(final LiveMatch match, final int seatAt, final int seat, final int frame) {
        final MatchTables t = match.tables();
        final int depth = match.valueAt(seatAt, t.depth);
        final int least = Math.min(depth, match.valueAt(seatAt, t.leastDepth));
        match.valueAt(seatAt, t.leastDepth, least);
        if (frame % WINDOW_FRAMES != 0) {
            return;
        }
        match.valueAt(seatAt, t.leastDepth, MatchTables.INPUT_SLOTS);
        final int first = match.rowAt(t.inputs, slot(seat, frame));
        final int second = match.rowAt(t.inputs, slot(seat, frame + 1));
        if (least > FULL_DEPTH && first != Rows.NONE && second != Rows.NONE) {
            mergeRows(match, first, second);
            match.valueAt(seatAt, t.depth, depth - 1);
            for (int ahead = 2; ahead < MatchTables.INPUT_SLOTS; ahead++) {
                moveUp(match, seat, frame + ahead);
            }
            match.valueAt(
                    seatAt,
                    t.inputShift,
                    Math.min(MatchTables.TOO_EARLY_FRAMES, match.valueAt(seatAt, t.inputShift) + 1));
        }
    }

    private static void mergeRows(final LiveMatch match, final int into, final int later) {
        final MatchTables t = match.tables();
        final int record = t.inputRecord.offset();
        merge(
                match.layout().input(),
                match.block(),
                match.rowOffset(t.inputs, into) + record,
                match.block(),
                match.rowOffset(t.inputs, later) + record);
        match.set(into, t.inputSeq, Math.max(match.get(into, t.inputSeq), match.get(later, t.inputSeq)));
        match.set(into, t.inputViewFrame, match.get(later, t.inputViewFrame));
        match.set(into, t.inputViewPart, match.get(later, t.inputViewPart));
        match.remove(t.inputs, later);
    }

    private static void moveUp(final LiveMatch match, final int seat, final int frame) {
        final MatchTables t = match.tables();
        final int row = match.rowAt(t.inputs, slot(seat, frame));
        if (row != Rows.NONE) {
            final int to = match.addAt(t.inputs, slot(seat, frame - 1));
            match.set(to, t.inputSeq, match.get(row, t.inputSeq));
            match.set(to, t.inputViewFrame, match.get(row, t.inputViewFrame));
            match.set(to, t.inputViewPart, match.get(row, t.inputViewPart));
            match.setBytes(
                    to,
                    t.inputRecord,
                    match.block(),
                    match.rowOffset(t.inputs, row) + t.inputRecord.offset(),
                    match.layout().input().lengthBytes());
            match.remove(t.inputs, row);
        }
    }

    private void fillIn(final LiveMatch match, final int seatAt, final UnsafeBuffer current) {
        final MatchTables t = match.tables();
        final int missing = Math.min(match.valueAt(seatAt, t.missing) + 1, Short.MAX_VALUE);
        match.valueAt(seatAt, t.missing, missing);
        match.valueAt(seatAt, t.inputShift, Math.max(0, match.valueAt(seatAt, t.inputShift) - 1));
        final boolean repeats = missing <= settings.repeatFrames();
        final RecordType type = match.layout().input();
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column field = type.columns().get(i);
            if (field.missing() == Missing.ZERO || !repeats) {
                if (field.type() == ColumnType.BYTES) {
                    current.setMemory(field.offset(), field.widthBytes(), (byte) 0);
                } else {
                    field.write(current, 0, field.zeroValue());
                }
            }
        }
    }

    /** Forgets what waits for a seat that was given up. */
    static void clear(final LiveMatch match, final int seat) {
        final MatchTables t = match.tables();
        for (int i = 0; i < MatchTables.INPUT_SLOTS; i++) {
            final int row = match.rowAt(t.inputs, seat * MatchTables.INPUT_SLOTS + i);
            if (row != Rows.NONE) {
                match.remove(t.inputs, row);
            }
        }
    }
}

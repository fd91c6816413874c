package ringside.snapshot.codec;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.EffectClass;
import ringside.layout.Layout;
import ringside.layout.RecordKind;
import ringside.layout.RecordType;
import ringside.layout.RowSet;

/**
 * Makes the views of one client: what it holds, by its acknowledgements, and the bits that take it to a newer frame.
 *
 * <p>For each frame to be shown: {@link #offer} its effects, {@link #begin}, optionally {@link #answer}, then {@link
 * #encodePart} until it says 0. Frames rise from view to view; not every frame needs a view. A view that was begun may
 * be left unfinished. What the viewer may not see has no influence on a single bit.
 *
 * <p>Not thread-safe; allocates nothing once its arrays have grown to what the match needs.
 */
public final class ViewEncoder {
    /** The seat of a viewer who owns nothing. */
    public static final int NO_SEAT = -1;

    /** The team of a viewer who is of no team. */
    public static final int NO_TEAM = Integer.MIN_VALUE;

    private static final int NO_FRAME = -1;
    private static final int MOST_ACKNOWLEDGED = 8;

    private final WireLayout wire;
    private final SnapshotHistory history;
    private final ViewLimits limits;
    private final ShownRows rows;
    private final Baselines baselines;
    private final SentParts sent;
    private final EffectQueue effects;
    private final @Nullable RowBudget budget;
    private @Nullable SharedRows own;
    private @Nullable RowHistory ownRows;
    private @Nullable SharedRows shared;

    private int frame = NO_FRAME;
    private boolean isOpen;
    private int nextPart;
    private int bytesLeft;
    private int lastInput;
    private int bufferDepth;
    private int receiptToFrameMicros;

    /** The frame of the first view since the last reset; the wire says so until a part of it is acknowledged. */
    private int beginningFrame = NO_FRAME;

    private boolean beginningKnown;

    /** Acknowledgements that came since the last view: frame, then part. */
    private final long[] acknowledged = new long[MOST_ACKNOWLEDGED];

    private int acknowledgedCount;

    /** Where rows go on: the number of a wire id, see {@link WireTable#firstRow}. */
    private int cursor;

    private int nextSure;
    private boolean rowsFirst;
    private boolean anyRowSent;
    private long effectOverflows;
    private long fullRows;

    /** The same with a wire layout of its own; servers with many clients share one. */
    public ViewEncoder(final Layout layout, final SnapshotHistory history, final ViewLimits limits) {
        this(new WireLayout(layout), history, limits);
    }

    /**
     * An encoder for a client that holds nothing yet.
     *
     * @throws IllegalArgumentException when {@code limits} allow no part that holds the largest row or effect
     */
    public ViewEncoder(final WireLayout wire, final SnapshotHistory history, final ViewLimits limits) {
        this.wire = wire;
        this.history = history;
        this.limits = limits;
        if (limits.maxPartBytes() < wire.smallestPartBytes()) {
            throw new IllegalArgumentException("maxPartBytes: " + limits.maxPartBytes() + " bytes cannot hold every row"
                    + " of " + wire.layout.game() + "; it needs " + wire.smallestPartBytes());
        }
        baselines = new Baselines(wire.wordCount);
        sent = new SentParts(wire.wordCount, limits.inFlightParts());
        rows = new ShownRows(wire, baselines, sent);
        effects = new EffectQueue(wire, limits);
        if (limits.budgetBytes() > 0 && limits.budgetBytes() < wire.smallestPartBytes()) {
            throw new IllegalArgumentException(
                    "budgetBytes: " + limits.budgetBytes() + " bytes cannot hold every row of " + wire.layout.game()
                            + "; it needs " + wire.smallestPartBytes());
        }
        budget = limits.budgetBytes() == 0 ? null : new RowBudget(wire);
    }

    /** The smallest {@link ViewLimits#maxPartBytes} that views of a layout can be made with. */
    public static int smallestPartBytes(final Layout layout) {
        return new WireLayout(layout).smallestPartBytes();
    }

    /**
     * Starts over from nothing: the next view is full, and says so. Sure effects that were not acknowledged in order
     * are sent again under their numbers. For a client that came back, and after a {@link ViewFormatException} there.
     */
    public void reset() {
        // Sure effects that arrived stay known.
        takeAcknowledgements();
        rows.clear();
        effects.sendAgain();
        isOpen = false;
        beginningFrame = NO_FRAME;
        beginningKnown = false;
        cursor = 0;
        rowsFirst = false;
        if (budget != null) {
            budget.clear();
        }
    }

    /**
     * The next view shows every row whole, under the wire id that it has, so that a client that was shown nothing can begin
     * there: see {@link #encodeOpening}. For a broadcast, whose views all arrive in order: each was acknowledged when it
     * was made.
     */
    public void showAllAgain() {
        takeAcknowledgements();
        rows.forgetHeld();
    }

    /**
     * Writes a part that carries no row and no effect in front of the view that was begun, which {@link #showAllAgain} was
     * called before; returns its length. May be written in both forms, of which a client is sent one.
     *
     * @param isBeginning for a client that begins with this view; else for one that was shown those before
     */
    public int encodeOpening(final MutableDirectBuffer out, final int offset, final boolean isBeginning) {
        final SharedRows now = shared;
        if (!isOpen || now == null || nextPart > 1 || !beginningKnown) {
            throw new IllegalStateException("an opening stands before the parts of a view that shows all again");
        }
        now.packer.opening(isBeginning, effects.firstSure());
        PartHeader.writeView(out, offset, frame, lastInput, bufferDepth, receiptToFrameMicros);
        PartHeader.writePart(out, offset, 0, false);
        nextPart = 1;
        return PartHeader.LENGTH_BYTES + now.packer.finish(out, offset + PartHeader.LENGTH_BYTES);
    }

    /**
     * Says from which number on sure effects are counted, before the first one is offered: what {@link
     * ViewDecoder#nextSureEffect} says, for a client that comes from another server of the same match.
     */
    public void numberSureFrom(final int number) {
        effects.numberSureFrom(number);
    }

    /**
     * Offers an effect that this client may see, to be shown with the view of its frame or a later one. The record is
     * copied; its references name rows by handle.
     *
     * @param seq rises from effect to effect within a match; one that was offered before is ignored
     * @return false when too many sure effects waited: they were dropped, and the next view starts over from nothing
     */
    public boolean offer(
            final long seq, final int effectFrame, final RecordType type, final DirectBuffer record, final int offset) {
        if (type.kind() != RecordKind.EFFECT || wire.layout.effects().get(type.id()) != type) {
            throw new IllegalArgumentException(type + " is not an effect of " + wire.layout);
        }
        if (!effects.isNew(seq)) {
            return true;
        }
        boolean overflow = type.effectClass() == EffectClass.SURE && effects.isFullFor(type.id());
        if (overflow) {
            takeAcknowledgements();
            overflow = effects.isFullFor(type.id());
        }
        if (overflow) {
            effects.dropSure();
            effectOverflows++;
            reset();
        }
        effects.add(seq, effectFrame, type.id(), record, offset);
        return !overflow;
    }

    /**
     * Begins the view of a frame that the history has, for a viewer who shares nothing with others.
     *
     * @param visible the rows that this viewer may see; dead rows in it do not matter
     * @param seat the viewer's seat, or {@link #NO_SEAT}
     * @param team the viewer's team, or {@link #NO_TEAM}
     */
    public void begin(final int viewFrame, final RowSet visible, final int seat, final int team) {
        requireNext(viewFrame);
        SharedRows alone = own;
        RowHistory changes = ownRows;
        if (alone == null || changes == null) {
            alone = new SharedRows(wire);
            changes = new RowHistory(wire, history);
            own = alone;
            ownRows = changes;
        }
        alone.begin(changes, viewFrame);
        begin(alone, visible, seat, team);
    }

    /**
     * Begins the view of the frame that {@code ofFrame} has begun, of this encoder's match. It is encoded before that moves
     * on; the bits are those that {@link #begin(int, RowSet, int, int)} would lead to.
     *
     * @param visible the rows that this viewer may see; dead rows in it do not matter
     * @param seat the viewer's seat, or {@link #NO_SEAT}
     * @param team the viewer's team, or {@link #NO_TEAM}
     */
    public void begin(final SharedRows ofFrame, final RowSet visible, final int seat, final int team) {
        requireOwn(ofFrame);
        requireNext(ofFrame.frame());
        ofFrame.fetchExpected();
        takeAcknowledgements();
        frame = ofFrame.frame();
        shared = ofFrame;
        isOpen = true;
        if (beginningFrame == NO_FRAME) {
            beginningFrame = frame;
        }
        effects.resolveRefs(rows, frame, false);
        ofFrame.look(this, visible, seat, team);
        rows.settle(ofFrame);
        effects.resolveRefs(rows, frame, true);
        effects.expireMomentary(frame - limits.momentaryFrames());
        ofFrame.due.find(rows, baselines, sent, limits.historyFrames());
        nextPart = 0;
        bytesLeft = limits.budgetBytes() == 0 ? Integer.MAX_VALUE : limits.budgetBytes();
        nextSure = effects.firstSure();
        anyRowSent = false;
        answer(0, 0, 0);
    }

    void requireOwn(final SharedRows ofFrame) {
        if (ofFrame.wire != wire || !ofFrame.isOf(history)) {
            throw new IllegalArgumentException(
                    "rows of another match or layout: begin them with this encoder's history");
        }
    }

    private void requireNext(final int viewFrame) {
        // Who starts over may be shown the same frame again.
        final int before = beginningFrame == NO_FRAME && frame != NO_FRAME ? frame - 1 : frame;
        if (viewFrame <= before) {
            throw new IllegalArgumentException("frame " + viewFrame + " does not follow frame " + frame
                    + "; a match that went back needs new encoders");
        }
    }

    /** What the header tells the client about its inputs; see {@link PartHeader}. All 0 unless said. */
    public void answer(final int lastInputConsumed, final int inputsBuffered, final int fromReceiptToFrameMicros) {
        lastInput = lastInputConsumed;
        bufferDepth = inputsBuffered;
        receiptToFrameMicros = fromReceiptToFrameMicros;
    }

    /**
     * Writes the view's next part, at most {@link ViewLimits#maxPartBytes}, and returns its length; 0 when there is
     * none. Every view has at least one.
     */
    public int encodePart(final MutableDirectBuffer out, final int offset) {
        final SharedRows now = shared;
        if (!isOpen || now == null) {
            return 0;
        }
        if (!now.isBegunFor(this)) {
            throw new IllegalStateException("frame " + frame + " is no longer shared: encode a view wholly before the"
                    + " next view or frame is begun");
        }
        final PartPacker packer = now.packer;
        final int bodyBytes = Math.min(limits.maxPartBytes(), bytesLeft) - PartHeader.LENGTH_BYTES;
        packer.start(bodyBytes);
        if (beginningKnown) {
            packer.noBeginning();
        } else {
            packer.beginning(frame - beginningFrame, effects.firstSure());
        }
        makeRoomInFlight();
        packEffects(packer, bodyBytes * 4);
        if (budget != null && nextPart == 0) {
            budget.choose(rows, now, roomForRowsBits(packer));
        }
        Arrays.fill(now.rowsSent, 0);
        Arrays.fill(now.goneSent, 0);
        packRows(packer, now);
        keepSent(now);

        final boolean rowsLeft = nextDue(now.due.ids, 0) >= 0;
        final boolean complete = !rowsLeft && !isAnyEffectDue();
        final int length = PartHeader.LENGTH_BYTES + packer.finish(out, offset + PartHeader.LENGTH_BYTES);
        bytesLeft -= length;
        final boolean last =
                complete || nextPart + 1 >= limits.maxPartsPerView() || bytesLeft < wire.smallestPartBytes();
        PartHeader.writeView(out, offset, frame, lastInput, bufferDepth, receiptToFrameMicros);
        PartHeader.writePart(out, offset, nextPart, last);
        nextPart++;
        if (last) {
            endView(now, rowsLeft);
        }
        return length;
    }

    /** The oldest part is taken for lost. Where it might arrive yet, its rows are shown whole: what the client holds is not known. */
    private void makeRoomInFlight() {
        while (sent.isFull()) {
            for (int word = 0; word < wire.wordCount; word++) {
                final long values = sent.oldestValues(word, frame - limits.historyFrames());
                if (values != 0) {
                    baselines.forget(word, values);
                }
            }
            sent.dropOldest();
        }
    }

    /** What is left of the budget behind the effects of the view's first part, and the headers of all its parts. */
    private int roomForRowsBits(final PartPacker packer) {
        final int parts = Math.min(
                limits.maxPartsPerView(), (limits.budgetBytes() + limits.maxPartBytes() - 1) / limits.maxPartBytes());
        final int room = Math.min(limits.budgetBytes(), parts * limits.maxPartBytes());
        return (room - parts * (PartHeader.LENGTH_BYTES + 1)) * 8 - packer.usedBits();
    }

    private void keepSent(final SharedRows now) {
        sent.rows(frame, nextPart, now.rowsSent, now.goneSent);
        for (int word = 0; word < wire.wordCount; word++) {
            rows.sent(word, now.rowsSent[word]);
        }
    }

    private void endView(final SharedRows now, final boolean rowsLeft) {
        if (budget != null) {
            budget.postponed(now.due.ids);
            // What comes first was chosen, not where the last view stopped.
            cursor = 0;
        }
        rowsFirst = rowsLeft && !anyRowSent;
        if (!rowsLeft) {
            cursor = 0;
        }
        isOpen = false;
    }

    /** Effects take half of a part, or what a single one needs; so neither they nor the rows are starved. */
    private void packEffects(final PartPacker packer, final int halfBits) {
        boolean room = !(rowsFirst && nextPart == 0);
        boolean first = true;
        for (int number = effects.nextSure(nextSure, frame);
                room && number >= 0;
                number = effects.nextSure(nextSure, frame)) {
            final int slot = effects.sure(number);
            room = packer.sureEffect(number, first, effects, slot, frame - effects.frame(slot));
            if (room) {
                sent.sure(frame, nextPart, number);
                nextSure = number + 1;
                first = false;
                room = packer.usedBits() < halfBits;
            }
        }
        packer.endEffects();
        while (room && effects.hasMomentary(frame)) {
            final int slot = effects.oldestMomentary();
            room = packer.momentaryEffect(effects, slot, frame - effects.frame(slot));
            if (room) {
                effects.removeMomentary();
                room = packer.usedBits() < halfBits;
            }
        }
        packer.endEffects();
    }

    /** Packs due rows from the cursor on; what wraps around begins the next part, for entries rise within a part. */
    private void packRows(final PartPacker packer, final SharedRows now) {
        int number = nextDue(now.due.ids, cursor);
        if (number < 0) {
            cursor = 0;
            number = nextDue(now.due.ids, 0);
        }
        while (number >= 0) {
            cursor = number;
            if (!packRow(packer, number, now)) {
                return;
            }
            now.due.ids[number >> 6] &= ~(1L << number);
            if (budget != null) {
                budget.sent(number);
            }
            cursor = number + 1;
            anyRowSent = true;
            number = nextDue(now.due.ids, cursor);
        }
        cursor = 0;
    }

    /** The number of the first due wire id, see {@link WireTable#firstRow}, from {@code from} on, or -1. */
    private static int nextDue(final long[] due, final int from) {
        int word = from >> 6;
        if (word >= due.length) {
            return -1;
        }
        long left = due[word] & (-1L << from);
        while (left == 0) {
            if (++word == due.length) {
                return -1;
            }
            left = due[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    private boolean packRow(final PartPacker packer, final int number, final SharedRows now) {
        final WireTable table = wire.tableOf[number];
        final int id = number - table.firstRow;
        if (rows.isLeaving(number)) {
            final boolean packed = packer.gone(table, id);
            now.goneSent[number >> 6] |= packed ? 1L << number : 0;
            return packed;
        }
        final int row = now.due.rowOfId[number];
        if (!packValues(packer, table, id, row, now)) {
            return false;
        }
        now.rowsSent[row >> 6] |= 1L << row;
        return true;
    }

    private boolean packValues(
            final PartPacker packer, final WireTable table, final int id, final int row, final SharedRows now) {
        final int access = now.access(row);
        final int string = now.due.stringOf[row];
        final int refsAt = table.refCount == 0 ? 0 : rows.refsAt(row);
        if (string != 0) {
            final boolean otherRefs = table.refCount > 0 && rows.hasOtherRefs(row);
            final int age = frame - now.due.baselineOf[row];
            if (packer.changed(table, id, now.strings, string, access, rows.records(), refsAt, otherRefs, age)) {
                return true;
            }
            // The whole row always fits into an empty part; a change of all of it, being longer, may not.
            if (!packer.isEmpty()) {
                return false;
            }
        }
        if (!packer.full(table, id, now.strings, now.whole(row), access, rows.records(), refsAt)) {
            return false;
        }
        if (string != 0) {
            baselines.forget(row >> 6, 1L << row);
        }
        fullRows++;
        return true;
    }

    private boolean isAnyEffectDue() {
        return effects.nextSure(nextSure, frame) >= 0 || effects.hasMomentary(frame);
    }

    /**
     * The client has that part. Whatever was not sent, is known already, or was forgotten since is ignored. Between
     * two views it is noted and taken in by the next one, so that it costs one write to memory that is long out of the cache.
     *
     * @param viewFrame a frame of this encoder's epoch; the caller drops acknowledgements of other connections
     */
    public void acknowledge(final int viewFrame, final int part) {
        if (viewFrame < 0 || part < 0 || part >= PartHeader.MAX_PARTS) {
            return;
        }
        if (acknowledgedCount == MOST_ACKNOWLEDGED) {
            takeAcknowledgements();
        }
        acknowledged[acknowledgedCount++] = ((long) viewFrame << 32) | part;
        final SharedRows now = shared;
        if (isOpen && now != null && now.isBegunFor(this)) {
            takeAcknowledgements();
            rows.dropFreed(now.due.ids);
        }
    }

    private void takeAcknowledgements() {
        for (int i = 0; i < acknowledgedCount; i++) {
            final int viewFrame = (int) (acknowledged[i] >>> 32);
            final int part = (int) acknowledged[i];
            final boolean isRecent = frame - viewFrame < limits.historyFrames();
            beginningKnown |= beginningFrame != NO_FRAME && viewFrame >= beginningFrame && viewFrame <= frame;
            sent.acknowledge(viewFrame, part, isRecent, baselines, rows, effects);
        }
        acknowledgedCount = 0;
        sent.dropUpTo(frame - limits.historyFrames());
    }

    // ---- fetching what a view will read; the second step reads what the first has fetched

    long fetchObjects() {
        return cursor + acknowledged[0] + rows.fetch() + baselines.fetch() + sent.fetch() + effects.firstSure();
    }

    long fetchArrays() {
        return rows.fetchSets() + baselines.fetchEntries() + sent.fetchRecords();
    }

    /** How often sure effects were dropped and the view started over. */
    public long effectOverflows() {
        return effectOverflows;
    }

    /** Momentary effects that were never sent. */
    public long momentaryDropped() {
        return effects.droppedMomentary();
    }

    /** Parts of which it is not known whether they arrived. */
    int partsInFlight() {
        return sent.count();
    }

    /** Rows sent without a baseline. */
    public long fullRows() {
        return fullRows;
    }

    ShownRows rows() {
        return rows;
    }

    WireLayout wire() {
        return wire;
    }
}

package ringside.snapshot.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.EffectClass;
import ringside.layout.Layout;
import ringside.layout.RecordKind;
import ringside.layout.RecordType;
import ringside.layout.RowSet;
import ringside.layout.Rows;

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

    private final WireLayout wire;
    private final SnapshotHistory history;
    private final ViewLimits limits;
    private final ShownRows[] rows;
    private final Sight sight;
    private final InFlight inFlight;
    private final EffectQueue effects;
    private final PartPacker packer;

    private int frame = NO_FRAME;
    private @Nullable DirectBuffer block;
    private int nextPart;
    private int lastInput;
    private int bufferDepth;
    private int receiptToFrameMicros;

    /** The frame of the first view since the last reset; the wire says so until a part of it is acknowledged. */
    private int beginningFrame = NO_FRAME;

    private boolean beginningKnown;

    private int cursorTable;
    private int cursorWireId;
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
        rows = new ShownRows[wire.tables.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new ShownRows(wire.tables[i]);
        }
        sight = new Sight(wire, rows);
        inFlight = new InFlight(limits.inFlightParts());
        effects = new EffectQueue(wire, limits);
        packer = new PartPacker(wire, limits.maxPartBytes());
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
        for (final ShownRows table : rows) {
            table.clear();
        }
        inFlight.clear();
        effects.sendAgain();
        block = null;
        beginningFrame = NO_FRAME;
        beginningKnown = false;
        cursorTable = 0;
        cursorWireId = 0;
        rowsFirst = false;
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
        final boolean overflow = type.effectClass() == EffectClass.SURE && effects.isFullFor(type.id());
        if (overflow) {
            effects.dropSure();
            effectOverflows++;
            reset();
        }
        effects.add(seq, effectFrame, type.id(), record, offset);
        return !overflow;
    }

    /**
     * Begins the view of a frame that the history has.
     *
     * @param visible the rows that this viewer may see; dead rows in it do not matter
     * @param seat the viewer's seat, or {@link #NO_SEAT}
     * @param team the viewer's team, or {@link #NO_TEAM}
     */
    public void begin(final int viewFrame, final RowSet visible, final int seat, final int team) {
        if (viewFrame <= frame) {
            throw new IllegalArgumentException("frame " + viewFrame + " does not follow frame " + frame
                    + "; a match that went back needs new encoders");
        }
        final DirectBuffer now = history.at(viewFrame);
        frame = viewFrame;
        block = now;
        if (beginningFrame == NO_FRAME) {
            beginningFrame = viewFrame;
        }
        inFlight.forgetValuesBefore(frame - limits.historyFrames() + 1);
        effects.resolveRefs(rows, false);
        for (final ShownRows table : rows) {
            table.settle(frame, now, visible);
        }
        effects.resolveRefs(rows, true);
        effects.expireMomentary(frame - limits.momentaryFrames());
        sight.of(seat, team);
        for (final ShownRows table : rows) {
            table.findDue(frame, now, history, limits.historyFrames(), sight);
        }
        nextPart = 0;
        nextSure = effects.firstSure();
        anyRowSent = false;
        answer(0, 0, 0);
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
        final DirectBuffer now = block;
        if (now == null) {
            return 0;
        }
        final InFlight.Part part = inFlight.open(frame, nextPart);
        final int bodyBytes = limits.maxPartBytes() - PartHeader.LENGTH_BYTES;
        packer.start(bodyBytes);
        if (beginningKnown) {
            packer.noBeginning();
        } else {
            packer.beginning(frame - beginningFrame, effects.firstSure());
        }
        packEffects(part, bodyBytes * 4);
        packRows(part, now);

        final boolean complete = !isAnyDue() && !isAnyEffectDue();
        final boolean last = complete || nextPart + 1 == limits.maxPartsPerView();
        PartHeader.writeView(out, offset, frame, lastInput, bufferDepth, receiptToFrameMicros);
        PartHeader.writePart(out, offset, nextPart, last);
        nextPart++;
        if (last) {
            endView();
        }
        return PartHeader.LENGTH_BYTES + packer.finish(out, offset + PartHeader.LENGTH_BYTES);
    }

    private void endView() {
        final boolean rowsLeft = isAnyDue();
        rowsFirst = rowsLeft && !anyRowSent;
        if (!rowsLeft) {
            cursorTable = 0;
            cursorWireId = 0;
        }
        block = null;
    }

    /** Effects take half of a part, or what a single one needs; so neither they nor the rows are starved. */
    private void packEffects(final InFlight.Part part, final int halfBits) {
        boolean room = !(rowsFirst && nextPart == 0);
        boolean first = true;
        for (int number = effects.nextSure(nextSure, frame);
                room && number >= 0;
                number = effects.nextSure(nextSure, frame)) {
            final EffectQueue.Slot effect = effects.sure(number);
            room = packer.sureEffect(number, first, effect, frame - effect.frame());
            if (room) {
                part.addSure(number);
                nextSure = number + 1;
                first = false;
                room = packer.usedBits() < halfBits;
            }
        }
        packer.endEffects();
        while (room && effects.hasMomentary(frame)) {
            final EffectQueue.Slot effect = effects.oldestMomentary();
            room = packer.momentaryEffect(effect, frame - effect.frame());
            if (room) {
                effects.removeMomentary();
                room = packer.usedBits() < halfBits;
            }
        }
        packer.endEffects();
    }

    /** Packs due rows from the cursor on; what wraps around begins the next part, for entries rise within a part. */
    private void packRows(final InFlight.Part part, final DirectBuffer now) {
        boolean any = false;
        while (true) {
            if (cursorTable == rows.length) {
                cursorTable = 0;
                cursorWireId = 0;
                if (any || !isAnyDue()) {
                    return;
                }
            }
            final int id = rows[cursorTable].nextDue(cursorWireId);
            if (id < 0) {
                cursorTable++;
                cursorWireId = 0;
            } else {
                cursorWireId = id;
                if (!packRow(rows[cursorTable], id, part, now)) {
                    return;
                }
                rows[cursorTable].notDue(id);
                cursorWireId = id + 1;
                any = true;
                anyRowSent = true;
            }
        }
    }

    private boolean packRow(final ShownRows shown, final int id, final InFlight.Part part, final DirectBuffer now) {
        final WireTable table = shown.table;
        if (shown.isLeaving(id)) {
            final boolean packed = packer.gone(table, id);
            if (packed) {
                part.addGone(table.index, id);
            }
            return packed;
        }
        final int rowOffset = table.table.rowOffset(Rows.index(shown.handle(id)));
        final int access = sight.access(table, now, rowOffset);
        final int[] refs = sight.refs(table, now, rowOffset, access);
        final int baseline = shown.baseline(id, access);
        final boolean changed = baseline != ShownRows.NONE
                && packer.changed(
                        table,
                        id,
                        now,
                        history.at(shown.valueFrame(id)),
                        rowOffset,
                        access,
                        refs,
                        shown.heldRefs(),
                        id * table.refCount,
                        frame - baseline);
        if (!changed) {
            // The whole row always fits into an empty part; a change of all of it, being longer, may not.
            if (baseline != ShownRows.NONE && !packer.isEmpty()) {
                return false;
            }
            if (!packer.full(table, id, now, rowOffset, access, refs)) {
                return false;
            }
            shown.forgetBaseline(id);
            fullRows++;
        }
        shown.sent(id, frame, now, history, access, refs);
        part.addValue(table.index, id, access, refs, table.refCount);
        return true;
    }

    private boolean isAnyDue() {
        for (final ShownRows table : rows) {
            if (table.dueCount() > 0) {
                return true;
            }
        }
        return false;
    }

    private boolean isAnyEffectDue() {
        return effects.nextSure(nextSure, frame) >= 0 || effects.hasMomentary(frame);
    }

    /**
     * The client has that part. Whatever was not sent, is known already, or was forgotten since is ignored.
     *
     * @param viewFrame a frame of this encoder's epoch; the caller drops acknowledgements of other connections
     */
    public void acknowledge(final int viewFrame, final int part) {
        final InFlight.Part found = inFlight.take(viewFrame, part);
        if (found != null) {
            beginningKnown = true;
            final boolean isRecent = frame - viewFrame < limits.historyFrames() && history.has(viewFrame);
            found.arrived(rows, effects, isRecent);
        }
    }

    /** How often sure effects were dropped and the view started over. */
    public long effectOverflows() {
        return effectOverflows;
    }

    /** Momentary effects that were never sent. */
    public long momentaryDropped() {
        return effects.droppedMomentary();
    }

    /** Rows sent without a baseline. */
    public long fullRows() {
        return fullRows;
    }

    ShownRows rows(final int tableIndex) {
        return rows[tableIndex];
    }

    WireLayout wire() {
        return wire;
    }
}

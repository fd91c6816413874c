package ringside.snapshot.codec;

import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import ringside.layout.Layout;
import ringside.layout.Table;

/**
 * What a client knows of a match, from nothing but its layout and the parts of views that reached it, in whatever order
 * and however often. Not thread-safe; allocates nothing once its arrays have grown to what the match shows.
 */
public final class ViewDecoder {
    /** What became of a part. */
    public enum Outcome {
        /** It is new; acknowledge it. */
        APPLIED,
        /** It was applied before; acknowledge it once more, for the server may have missed that. */
        REPEATED,
        /** A newer view was applied before it; leave it unacknowledged. */
        OUTDATED;

        public boolean isToBeAcknowledged() {
            return this != OUTDATED;
        }
    }

    private static final int NO_FRAME = -1;

    private final WireLayout wire;
    private final ViewTable[] tables;
    private final EffectInbox inbox;
    private final PartReader reader;
    private final long[] parts = new long[PartHeader.MAX_PARTS / 64];

    private int frame = NO_FRAME;
    private int beginningFrame = NO_FRAME;
    private int partCount;
    private int expectedParts;
    private int lastInput;
    private int bufferDepth;
    private int receiptToFrameMicros;

    /** A decoder that holds nothing yet, for a server with the default history. */
    public ViewDecoder(final Layout layout, final EffectListener listener) {
        this(new WireLayout(layout), ViewLimits.DEFAULT_HISTORY_FRAMES, listener);
    }

    /** A decoder that holds nothing yet, with a wire layout of its own. */
    public ViewDecoder(final Layout layout, final int historyFrames, final EffectListener listener) {
        this(new WireLayout(layout), historyFrames, listener);
    }

    /**
     * A decoder that holds nothing yet.
     *
     * @param historyFrames the server's {@link ViewLimits#historyFrames}
     */
    public ViewDecoder(final WireLayout wire, final int historyFrames, final EffectListener listener) {
        this.wire = wire;
        tables = new ViewTable[wire.tables.length];
        Arrays.setAll(tables, i -> new ViewTable(wire.tables[i], historyFrames));
        inbox = new EffectInbox(wire, listener);
        reader = new PartReader(wire, tables, inbox, historyFrames);
    }

    /** Forgets everything but how many sure effects were delivered: for a new epoch on the same match. */
    public void reset() {
        for (final ViewTable table : tables) {
            table.clear();
        }
        frame = NO_FRAME;
        beginningFrame = NO_FRAME;
        startFrame();
    }

    /**
     * Reads one part and hands its effects to the listener.
     *
     * @throws ViewFormatException when it is malformed; nothing has changed then
     */
    public Outcome apply(final DirectBuffer buffer, final int offset, final int length) {
        if (length <= PartHeader.LENGTH_BYTES) {
            throw new ViewFormatException("a part of " + length + " bytes");
        }
        final int partFrame = PartHeader.frame(buffer, offset);
        final int part = PartHeader.part(buffer, offset);
        if (partFrame < 0) {
            throw new ViewFormatException("a part of frame " + partFrame);
        }
        if (partFrame < frame) {
            return Outcome.OUTDATED;
        }
        if (partFrame == frame && (parts[part >> 6] & (1L << part)) != 0) {
            return Outcome.REPEATED;
        }
        reader.read(
                buffer, offset + PartHeader.LENGTH_BYTES, length - PartHeader.LENGTH_BYTES, partFrame, beginningFrame);
        if (partFrame > frame) {
            startFrame();
            frame = partFrame;
        }
        beginningFrame = reader.commit(beginningFrame);
        parts[part >> 6] |= 1L << part;
        partCount++;
        if (PartHeader.isLast(buffer, offset)) {
            expectedParts = part + 1;
        }
        lastInput = PartHeader.lastInput(buffer, offset);
        bufferDepth = PartHeader.bufferDepth(buffer, offset);
        receiptToFrameMicros = PartHeader.receiptToFrameMicros(buffer, offset);
        inbox.deliver();
        return Outcome.APPLIED;
    }

    private void startFrame() {
        Arrays.fill(parts, 0);
        partCount = 0;
        expectedParts = 0;
    }

    public Layout layout() {
        return wire.layout;
    }

    /** The newest frame of which a part was applied, or -1. */
    public int frame() {
        return frame;
    }

    /** Whether all parts of the newest frame's view were applied. */
    public boolean isComplete() {
        return expectedParts != 0 && partCount == expectedParts;
    }

    /** The number of the last input that the server consumed, as an unsigned int. */
    public int lastInput() {
        return lastInput;
    }

    /** Inputs of this client that waited at the server, at most 255. */
    public int bufferDepth() {
        return bufferDepth;
    }

    public int receiptToFrameMicros() {
        return receiptToFrameMicros;
    }

    /** The number of the next sure effect to be delivered: for {@link ViewEncoder#numberSureFrom}. */
    public int nextSureEffect() {
        return inbox.nextNumber();
    }

    /** Sure effects that the server dropped, because too many waited. */
    public long skippedSureEffects() {
        return inbox.skipped();
    }

    /** The tables that clients are shown. */
    public List<ViewTable> tables() {
        return List.of(tables);
    }

    /** What is shown of a table that clients are shown. */
    public ViewTable table(final Table table) {
        final int index = wire.indexOf(table);
        if (index < 0) {
            throw new IllegalArgumentException(table + " is shown to no client");
        }
        return tables[index];
    }

    public ViewTable table(final String name) {
        return table(wire.layout.table(name));
    }
}

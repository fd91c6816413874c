package ringside.replay.standby;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSlot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.State;
import ringside.layout.StateDifference;
import ringside.replay.HashCheck;

/**
 * A frame whose hashes differ, and this standby's own state after it where that was still there.
 *
 * @param own the snapshot, without history; null when it is gone
 */
record Disagreement(
        HashCheck.Divergence first,
        @Nullable Layout layout,
        @Nullable DirectBuffer own) {
    static Disagreement of(final HashCheck.Divergence first, final @Nullable MatchSlot slot) {
        if (slot == null) {
            return new Disagreement(first, null, null);
        }
        final SnapshotRing ring = slot.snapshots();
        if (!ring.isIntact(first.frame())) {
            return new Disagreement(first, slot.type().layout(), null);
        }
        final byte[] copy = new byte[slot.type().layout().snapshotBytes()];
        ring.block(first.frame()).getBytes(0, copy);
        return new Disagreement(first, slot.type().layout(), new UnsafeBuffer(copy));
    }

    boolean hasOwnState() {
        return own != null;
    }

    /** What is known, with the primary's snapshot of that frame or without. */
    Difference difference(final @Nullable DirectBuffer primary) {
        return new Difference(first.match(), first.frame(), first.recorded(), first.replayed(), place(primary));
    }

    private @Nullable String place(final @Nullable DirectBuffer primary) {
        if (primary == null || own == null || layout == null || primary.capacity() != own.capacity()) {
            return null;
        }
        final StateDifference found = StateDifference.first(stateOf(primary, layout), stateOf(own, layout));
        if (found == null) {
            return "none: the states are equal, so one of the hashes is wrong";
        }
        final Column column = found.column();
        return "table " + found.table().name() + ", row " + found.row()
                + (column == null ? "" : ", column " + column.name()) + ": the primary has " + found.one()
                + ", this standby " + found.other();
    }

    /** A snapshot as a whole state, its history zero. */
    private static State stateOf(final DirectBuffer snapshot, final Layout layout) {
        final UnsafeBuffer whole = new UnsafeBuffer(new byte[layout.blockBytes()]);
        whole.putBytes(0, snapshot, 0, snapshot.capacity());
        final State state = new State(layout);
        state.wrap(whole, 0);
        return state;
    }
}

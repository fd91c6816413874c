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
import ringside.replay.OneValueSearch;

/**
 * A frame whose hashes differ, and this standby's own state after it where that was still there, or after a later one.
 *
 * @param own the snapshot, without history; null when it is gone
 * @param ownFrame after which it is
 */
record Disagreement(
        HashComparison.Found first,
        @Nullable Layout layout,
        @Nullable DirectBuffer own,
        int ownFrame) {
    private static final String BY_TRYING =
            "found by trying, for the primary's state could not be had: this one value apart, the state has its hash";
    private static final String NO_PLACE = "the two states are equal, so one of the hashes is wrong";

    static Disagreement of(final HashComparison.Found first, final @Nullable MatchSlot slot) {
        return at(first, first.frame(), slot);
    }

    /** The same with this standby's state after its newest frame: for when the primary's after the first is gone. */
    Disagreement later(final MatchSlot slot) {
        return at(first, slot.snapshots().newestFrame(), slot);
    }

    private static Disagreement at(final HashComparison.Found first, final int frame, final @Nullable MatchSlot slot) {
        if (slot == null) {
            return new Disagreement(first, null, null, frame);
        }
        final SnapshotRing ring = slot.snapshots();
        if (!ring.isIntact(frame)) {
            return new Disagreement(first, slot.type().layout(), null, frame);
        }
        final byte[] copy = new byte[slot.type().layout().snapshotBytes()];
        ring.block(frame).getBytes(0, copy);
        return new Disagreement(first, slot.type().layout(), new UnsafeBuffer(copy), frame);
    }

    /** Whether both sides have, or had, a state to compare. */
    boolean hasOwnState() {
        return own != null && first.kind() == HashComparison.Kind.OTHER_STATE;
    }

    /** What trying shows, where the primary's state could not be had: whether one value apart this one has its hash. Takes seconds. */
    Difference byTrying() {
        if (own == null || layout == null || ownFrame != first.frame()) {
            return difference(null);
        }
        final StateDifference found = OneValueSearch.find(stateOf(own, layout), first.recorded());
        return found == null
                ? difference(null)
                : new Difference(
                        first.match(), first.frame(), first.recorded(), first.computed(), place(found), BY_TRYING);
    }

    /** What is known, with the primary's snapshot after {@link #ownFrame} or without. */
    Difference difference(final @Nullable DirectBuffer primary) {
        final StateDifference found = compare(primary);
        final boolean isEqual = found == null && isComparable(primary);
        return new Difference(
                first.match(),
                first.frame(),
                first.recorded(),
                first.computed(),
                found == null ? null : place(found),
                isEqual ? NO_PLACE : what());
    }

    private String what() {
        return switch (first.kind()) {
            case OTHER_STATE -> "";
            case NOT_COMPUTED_HERE -> "this standby had closed the match before";
            case NOT_COMPUTED_THERE -> "the primary had closed the match before";
        };
    }

    private boolean isComparable(final @Nullable DirectBuffer primary) {
        return primary != null && own != null && layout != null && primary.capacity() == own.capacity();
    }

    private @Nullable StateDifference compare(final @Nullable DirectBuffer primary) {
        if (primary == null || own == null || layout == null || primary.capacity() != own.capacity()) {
            return null;
        }
        return StateDifference.first(stateOf(primary, layout), stateOf(own, layout));
    }

    private Difference.Place place(final StateDifference found) {
        final Column column = found.column();
        return new Difference.Place(
                ownFrame,
                found.table().name(),
                found.row(),
                column == null ? "" : column.name(),
                found.one(),
                found.other());
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

package ringside.perf.views;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Layout;
import ringside.layout.RowSet;
import ringside.snapshot.codec.SnapshotHistory;
import ringside.snapshot.codec.ViewEncoder;

/**
 * Snapshots of one match, recorded beforehand, and who looks at them: so that only views are measured. Frames count from
 * 0.
 */
interface Scene extends SnapshotHistory {
    Layout layout();

    int frames();

    /** Players who look, each from a seat. */
    int viewers();

    /** What a viewer may see of a frame. */
    RowSet visible(int frame, int viewer);

    int seat(int viewer);

    int team(int viewer);

    /** The number of the first effect after a frame. */
    int nextEffect(int frame);

    /**
     * Offers an encoder the effects that came up to a frame, from number {@code from} on, and that its viewer may see.
     * Returns how many those were.
     */
    int offerEffects(int frame, int viewer, int from, ViewEncoder encoder);

    /** How many rows the game moved in a frame. */
    int moved(int frame);

    @Override
    default boolean has(final int frame) {
        return frame >= 0 && frame < frames();
    }

    /** A copy of a state's snapshot. */
    static UnsafeBuffer copy(final Layout layout, final DirectBuffer block) {
        final UnsafeBuffer kept = new UnsafeBuffer(new byte[layout.snapshotBytes()]);
        layout.copySnapshot(block, 0, kept, 0);
        return kept;
    }
}

package ringside.perf.views;

import ringside.layout.Layout;
import ringside.layout.RowSet;
import ringside.snapshot.codec.SnapshotHistory;
import ringside.snapshot.codec.ViewEncoder;

/**
 * Snapshots of one match, recorded beforehand, and who looks at them: so that only views are measured. Frames count from
 * 0. As in a server, the newest snapshot was written just before its views are made, over the oldest one.
 */
interface Scene extends SnapshotHistory {
    Layout layout();

    int frames();

    /** Makes a frame the newest: 0, to begin again, or the one that follows. */
    void show(int frame);

    /** Finds out what all viewers may see of the newest frame. */
    void look();

    /** Players who look, each from a seat. */
    int viewers();

    /** What a viewer may see of the newest frame. */
    RowSet visible(int viewer);

    int seat(int viewer);

    int team(int viewer);

    /** The number of the first effect after the newest frame. */
    int nextEffect();

    /**
     * Offers an encoder the effects that came up to the newest frame, from number {@code from} on, and that its viewer may
     * see. Returns how many those were.
     */
    int offerEffects(int viewer, int from, ViewEncoder encoder);

    /** How many rows the game moved in a frame. */
    int moved(int frame);
}

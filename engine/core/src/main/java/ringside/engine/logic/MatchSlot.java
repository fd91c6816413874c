package ringside.engine.logic;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.Rows;
import ringside.layout.State;

/** A match of an engine: what it runs, and where its snapshots are. */
public final class MatchSlot {
    private final int id;
    private final GameType type;
    private final LiveMatch match;
    private final SnapshotRing snapshots;
    private final int directoryRow;
    private @Nullable UnsafeBuffer standing;
    private boolean isRunning;
    private boolean isStanding;
    private boolean isTouched;

    MatchSlot(
            final int id,
            final LogicSettings settings,
            final GameType type,
            final int snapshotCapacity,
            final int directoryRow,
            final boolean isRunning) {
        this.id = id;
        this.type = type;
        this.match = new LiveMatch(id, settings, type);
        this.snapshots = new SnapshotRing(type.layout(), snapshotCapacity);
        this.directoryRow = directoryRow;
        this.isRunning = isRunning;
    }

    /** What the directory says, at hand: the match is not over. */
    boolean isRunning() {
        return isRunning;
    }

    void over() {
        isRunning = false;
    }

    public int id() {
        return id;
    }

    public GameType type() {
        return type;
    }

    /** Readable by any thread. */
    public SnapshotRing snapshots() {
        return snapshots;
    }

    /** The live state: only for the thread that feeds events, between two of them. */
    public State state() {
        return match;
    }

    /** The last frame computed; same threading as {@link #state}. */
    public int frame() {
        return match.frame();
    }

    /**
     * Keeps the state of a match that stands still, at the end of a FRAME: between its frames it can change, by a join say,
     * and what a game's failure restores must be the same whether the engine came through here or from a checkpoint.
     */
    void keepStanding() {
        if (isStanding && !isTouched) {
            return;
        }
        UnsafeBuffer kept = standing;
        if (kept == null) {
            kept = new UnsafeBuffer(new byte[match.layout().snapshotBytes()]);
            standing = kept;
        }
        match.copyTo(kept, 0);
        isStanding = true;
        isTouched = false;
    }

    /** Whether the last FRAME found it waiting or paused: its newest snapshot need not be its state then. */
    boolean isStanding() {
        return isStanding;
    }

    /** The state is about to be changed: by an event, or by a test kit in the place of one. */
    public void touch() {
        isTouched = true;
    }

    /** The match moves again: its snapshots say what its last frame was. */
    void moved() {
        isStanding = false;
    }

    /** Brings the state back to the end of the last FRAME. */
    void restore() {
        final UnsafeBuffer kept = standing;
        if (isStanding && kept != null) {
            match.restore(kept, 0);
        } else {
            snapshots.restoreTo(snapshots.newestFrame(), match);
        }
    }

    LiveMatch match() {
        return match;
    }

    int directoryIndex() {
        return Rows.index(directoryRow);
    }

    int directoryRow() {
        return directoryRow;
    }
}

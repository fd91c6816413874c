package ringside.engine.logic;

import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.State;

/** A match of an engine: what it runs, and where its snapshots are. */
public final class MatchSlot {
    private final int id;
    private final GameType type;
    private final LiveMatch match;
    private final SnapshotRing snapshots;
    private final int directoryRow;

    MatchSlot(final int id, final int hz, final GameType type, final int snapshotCapacity, final int directoryRow) {
        this.id = id;
        this.type = type;
        this.match = new LiveMatch(id, hz, type);
        this.snapshots = new SnapshotRing(type.layout().blockBytes(), snapshotCapacity);
        this.directoryRow = directoryRow;
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

    LiveMatch match() {
        return match;
    }

    int directoryRow() {
        return directoryRow;
    }
}

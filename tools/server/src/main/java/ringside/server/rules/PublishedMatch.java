package ringside.server.rules;

import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** A match read from its snapshots. For one thread. */
public final class PublishedMatch implements RunningMatch {
    private final MatchSlot slot;
    private final SnapshotRing snapshots;
    private final Table table;

    public PublishedMatch(final MatchSlot slot) {
        this.slot = slot;
        snapshots = slot.snapshots();
        table = slot.type().layout().table("$rules");
    }

    @Override
    public int id() {
        return slot.id();
    }

    @Override
    public GameType type() {
        return slot.type();
    }

    @Override
    public boolean isPublished() {
        return snapshots.newestFrame() != SnapshotRing.NO_FRAME;
    }

    @Override
    public byte[] rules() {
        final byte[] record = new byte[type().layout().rules().lengthBytes()];
        final MatchSnapshot snapshot = new MatchSnapshot(type());
        while (true) {
            // Not a copy: logic may overwrite it meanwhile, and then it is no longer intact.
            final int frame = snapshots.newestFrame();
            final State state = snapshot.wrap(snapshots.block(frame), 0).state();
            final int offset =
                    state.rowOffset(table, Rows.SINGLE) + table.column("record").offset();
            state.block().getBytes(offset, record);
            if (snapshots.isIntact(frame)) {
                return record;
            }
        }
    }
}

package ringside.io.session;

import org.agrona.DirectBuffer;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.RowSet;
import ringside.snapshot.codec.RowHistory;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.SnapshotHistory;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.WireLayout;

/** What the views of one match are made of again: its snapshots by a replay. One thread. */
final class ProofSources {
    private static final int MOST_AGE = 63;

    private final GameType type;
    private final SnapshotRing ring;
    private final MatchSnapshot snapshot;
    private final WireLayout wire;
    private final AsLogged history = new AsLogged();
    private final RowHistory changes;
    private final SharedRows rows;
    private final Sights sights;
    private final SnapshotEffects effects = new SnapshotEffects();
    private final ViewScratch scratch;

    /** Earlier frames are at hand unless they were looked for, and were not, when the view was made. */
    private final class AsLogged implements SnapshotHistory {
        private int frame;
        private long missing;

        @Override
        public boolean has(final int earlier) {
            final int age = frame - earlier;
            return age >= 0 && age <= MOST_AGE && (missing >>> age & 1) == 0 && ring.isIntact(earlier);
        }

        @Override
        public DirectBuffer at(final int earlier) {
            return ring.block(earlier);
        }
    }

    ProofSources(final MatchSlot slot, final ViewLimits limits) {
        type = slot.type();
        ring = slot.snapshots();
        snapshot = new MatchSnapshot(type);
        wire = new WireLayout(type.layout());
        changes = new RowHistory(wire, history);
        rows = new SharedRows(wire);
        sights = new Sights(type);
        scratch = new ViewScratch(limits.maxPartBytes(), limits.maxPartsPerView());
    }

    boolean isOf(final MatchSlot slot) {
        return type == slot.type() && ring == slot.snapshots();
    }

    GameType type() {
        return type;
    }

    SnapshotRing ring() {
        return ring;
    }

    WireLayout wire() {
        return wire;
    }

    SnapshotHistory history() {
        return history;
    }

    boolean has(final int frame) {
        return ring.isIntact(frame);
    }

    /** Takes in the effects of a frame. */
    void offerEffects(
            final ViewMaker maker, final int seat, final int frame, final boolean everything, final int reignsFrom) {
        snapshot.wrap(ring.block(frame), 0);
        maker.offerEffects(snapshot, frame, visible(seat, everything), effects, ring, reignsFrom);
    }

    /** Makes a view of a frame; its bytes are in what is returned, until the next call. */
    ViewScratch encode(
            final ViewMaker maker,
            final int seat,
            final int frame,
            final boolean everything,
            final int micros,
            final long missingAges) {
        snapshot.wrap(ring.block(frame), 0);
        history.frame = frame;
        history.missing = missingAges;
        rows.begin(changes, frame);
        maker.encode(snapshot, rows, snapshot.viewer(seat), visible(seat, everything), micros, scratch);
        return scratch;
    }

    private RowSet visible(final int seat, final boolean everything) {
        if (everything) {
            return sights.everything();
        }
        final Viewer viewer = snapshot.viewer(seat);
        sights.clear();
        sights.add(viewer);
        sights.look(snapshot.state());
        return sights.of(viewer, snapshot.state());
    }
}

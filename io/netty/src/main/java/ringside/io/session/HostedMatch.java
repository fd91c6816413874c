package ringside.io.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.protocol.Bytes;
import ringside.layout.Layout;
import ringside.layout.State;
import ringside.snapshot.codec.ViewEncoder;

/** A match as the edge knows it: its game, and where its snapshots are. Safe for many threads. */
public final class HostedMatch {
    private final int id;
    private final HostedGame game;
    private final SnapshotRing snapshots;

    /** What a player whose connection broke was shown last, until that player comes back. At most one a seat. */
    private final Map<Integer, HeldView> heldViews = new ConcurrentHashMap<>();

    /** The encoder of a player, to go on with after a resume. */
    record HeldView(int player, ViewEncoder encoder, MatchHistory history) {}

    public HostedMatch(final int id, final HostedGame game, final SnapshotRing snapshots) {
        this.id = id;
        this.game = game;
        this.snapshots = snapshots;
    }

    public int id() {
        return id;
    }

    public HostedGame game() {
        return game;
    }

    public Layout layout() {
        return game.layout();
    }

    public SnapshotRing snapshots() {
        return snapshots;
    }

    /** The rules that the match was created with. */
    Bytes rules() {
        final int length = layout().rules().lengthBytes();
        final State state = copyOfNewest();
        return Bytes.copyOf(state.block(), game.tables().rulesOffset(state), length);
    }

    /** True when the newest snapshot shows a running match with a free seat. */
    boolean isOpen() {
        final State state = copyOfNewest();
        return !game.tables().isOver(state) && game.tables().hasFreeSeat(state);
    }

    /** True when the newest snapshot shows a match that came to its end. */
    boolean isOver() {
        return game.tables().isOver(copyOfNewest());
    }

    /** A copy of the newest snapshot that nobody writes to. Allocates: for handshakes only. */
    private State copyOfNewest() {
        final State state = new State(layout());
        final UnsafeBuffer copy = new UnsafeBuffer(new byte[layout().blockBytes()]);
        state.wrap(copy, 0);
        state.clear();
        int frame = snapshots.newestFrame();
        while (frame >= 0) {
            copy.putBytes(0, snapshots.block(frame), 0, layout().blockBytes());
            if (snapshots.isIntact(frame)) {
                return state;
            }
            frame = snapshots.newestFrame();
        }
        return state;
    }

    void holdView(final int seat, final HeldView view) {
        heldViews.put(seat, view);
    }

    @Nullable
    HeldView takeHeldView(final int seat, final int player) {
        final HeldView held = heldViews.remove(seat);
        return held != null && held.player() == player ? held : null;
    }
}

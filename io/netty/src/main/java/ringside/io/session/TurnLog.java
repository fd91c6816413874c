package ringside.io.session;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.logic.GameType;
import ringside.engine.logic.Turns;
import ringside.engine.snapshot.SnapshotRing;
import ringside.layout.State;

/**
 * The last turns of a match, each read once from its snapshot when that became safe. It outlasts the snapshots by some
 * seconds, so that whoever lost some turns, or just received an image, need not begin anew. Bounded in frames and bytes:
 * what comes new drops what is oldest. Belongs to one event loop.
 */
final class TurnLog {
    /** The most turns that are kept. */
    static final int MOST_TURNS = 512;

    /** What the turns of a quiet match may take; one with long turns gets room for four of them. */
    private static final int LEAST_BYTES = 1 << 16;

    private static final int LONGEST_TURNS = 4;
    private static final int MASK = MOST_TURNS - 1;

    private final GameType type;
    private final SnapshotRing ring;
    private final State state;
    private final UnsafeBuffer scratch;
    private final UnsafeBuffer bytes;
    private final int[] offsets = new int[MOST_TURNS];
    private final int[] lengths = new int[MOST_TURNS];
    private int oldest;
    private int next = SnapshotRing.NO_FRAME;
    private int end;

    TurnLog(final GameType type, final SnapshotRing ring) {
        this.type = type;
        this.ring = ring;
        state = new State(type.layout());
        final int mostTurnBytes = Turns.mostTurnBytes(type);
        scratch = new UnsafeBuffer(new byte[mostTurnBytes]);
        bytes = new UnsafeBuffer(new byte[Math.max(LEAST_BYTES, LONGEST_TURNS * mostTurnBytes)]);
    }

    /** True once there is a safe frame. */
    boolean isStarted() {
        return next != SnapshotRing.NO_FRAME;
    }

    /** The newest frame that may be sent; its turn is there, unless the log began with this frame. */
    int newest() {
        return next - 1;
    }

    boolean has(final int frame) {
        return frame >= oldest && frame < next;
    }

    UnsafeBuffer buffer() {
        return bytes;
    }

    /** Where the turn of a frame that the log {@link #has} begins. */
    int offset(final int frame) {
        return offsets[frame & MASK];
    }

    int lengthBytes(final int frame) {
        return lengths[frame & MASK];
    }

    /**
     * Takes in the turns of all frames that have become safe, in order. Returns how many were overwritten before they could
     * be read: the log has begun anew behind them then.
     */
    int advance(final long safePosition) {
        final int safe = ring.newestSafeFrame(safePosition);
        if (safe == SnapshotRing.NO_FRAME) {
            return 0;
        }
        if (!isStarted()) {
            beginBehind(safe);
            return 0;
        }
        while (next <= safe) {
            if (!read(next)) {
                final int missed = safe + 1 - next;
                beginBehind(safe);
                return missed;
            }
        }
        return 0;
    }

    private void beginBehind(final int frame) {
        oldest = frame + 1;
        next = frame + 1;
        end = 0;
    }

    private boolean read(final int frame) {
        if (!ring.isIntact(frame)) {
            return false;
        }
        final int length;
        try {
            state.wrap(ring.block(frame), 0);
            length = Turns.writeTurn(type, state, scratch, 0);
        } catch (final RuntimeException e) {
            if (ring.isIntact(frame)) {
                throw e;
            }
            return false;
        }
        if (!ring.isIntact(frame)) {
            return false;
        }
        append(frame, length);
        return true;
    }

    /** Turns lie in order around the buffer; none is split. */
    private void append(final int frame, final int length) {
        if (end + length > bytes.capacity()) {
            while (oldest < next && offset(oldest) >= end) {
                oldest++;
            }
            end = 0;
        }
        while (oldest < next && (next - oldest == MOST_TURNS || isInTheWay(oldest, length))) {
            oldest++;
        }
        bytes.putBytes(end, scratch, 0, length);
        offsets[frame & MASK] = end;
        lengths[frame & MASK] = length;
        end += length;
        next = frame + 1;
    }

    private boolean isInTheWay(final int frame, final int length) {
        return offset(frame) < end + length && offset(frame) + lengthBytes(frame) > end;
    }
}

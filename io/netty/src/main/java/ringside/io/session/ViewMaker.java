package ringside.io.session;

import org.jspecify.annotations.Nullable;
import ringside.engine.game.Viewer;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.protocol.HelloMessage;
import ringside.layout.RowSet;
import ringside.snapshot.codec.SharedRows;
import ringside.snapshot.codec.ViewEncoder;

/**
 * The part of a player's views that follows from the match and from what was acknowledged, and from nothing else: the same for an
 * event loop and for a proof. Not thread-safe.
 */
final class ViewMaker {
    /** See {@link #offerEffects}. */
    static final int TORN = -1;

    private static final int UNKNOWN = -1;

    private final int seat;
    private final ViewEncoder encoder;
    private HelloMessage.@Nullable Resume resume;
    private int nextEffect = UNKNOWN;

    /** @param resume what the client said of another connection; null for a new player */
    ViewMaker(final int seat, final ViewEncoder encoder, final HelloMessage.@Nullable Resume resume) {
        this.seat = seat;
        this.encoder = encoder;
        this.resume = resume;
        encoder.numberSureFrom(resume == null ? 0 : resume.nextSureEffect());
    }

    /** The player is back over a new connection: the next view begins anew. */
    void resumed(final HelloMessage.@Nullable Resume told) {
        encoder.reset();
        resume = told;
    }

    ViewEncoder encoder() {
        return encoder;
    }

    /**
     * Hands over the effects that this client may see and was not offered; also when no view is sent, so that sure ones are
     * not missed. Returns how many expired before they could be offered: the view then begins anew. Nothing is handed over, and
     * {@link #TORN} returned, when logic wrote over the snapshot meanwhile.
     *
     * @param reignsFrom the newest frame when this server's reign began
     */
    int offerEffects(
            final MatchSnapshot snapshot,
            final int frame,
            final RowSet visible,
            final SnapshotEffects effects,
            final SnapshotRing ring,
            final int reignsFrom) {
        effects.wrap(snapshot);
        int from = nextEffect;
        HelloMessage.@Nullable Resume told = null;
        if (!snapshot.isSeated(seat)) {
            // From before the player joined: what happened then is for others, one who had this seat among them.
            from = effects.end();
        } else if (from == UNKNOWN) {
            told = resume;
            from = told == null ? firstEffectOf(frame, snapshot, effects) : effects.oldest();
        }
        effects.read(snapshot, from, seat, visible);
        if (told != null) {
            // What another server told is not told again. Frames that it computed beyond this reign's beginning never
            // were.
            effects.leaveOutTold(told.lastSureFrame(), told.lastSureCount(), reignsFrom);
        }
        if (!ring.isIntact(frame)) {
            return TORN;
        }
        final int missed = Math.max(0, effects.oldest() - from);
        if (missed > 0) {
            encoder.reset();
        }
        effects.offerTo(encoder);
        nextEffect = effects.end();
        return missed;
    }

    /** A new player is not shown what happened before. */
    private static int firstEffectOf(final int frame, final MatchSnapshot snapshot, final SnapshotEffects effects) {
        int seq = effects.end();
        while (seq > effects.oldest() && snapshot.effectFrame(snapshot.effectRow(seq - 1)) == frame) {
            seq--;
        }
        return seq;
    }

    /** Makes the view of the frame that {@code rows} has begun. */
    void encode(
            final MatchSnapshot snapshot,
            final SharedRows rows,
            final Viewer viewer,
            final RowSet visible,
            final int receiptToFrameMicros,
            final ViewScratch scratch) {
        encoder.begin(rows, visible, seat, viewer.team() < 0 ? ViewEncoder.NO_TEAM : viewer.team());
        encoder.answer(snapshot.consumedSeq(seat), snapshot.depth(seat), receiptToFrameMicros);
        scratch.encode(encoder);
    }
}

package ringside.replay.standby;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an engine following: connects, and connects again from where the engine is when that ends. A duty cycle without a thread;
 * {@link #standing()} may be asked by any.
 */
public final class Follower {
    /** Connects to the primary. Returns at once: whether it came about shows in whether the channel is open. */
    @FunctionalInterface
    public interface Dialer {
        ReplicationChannel dial();
    }

    private final StandbyEngine engine;
    private final Dialer dialer;
    private final ReplicationBounds bounds;
    private final Secret secret;
    private final long standbyId;
    private final Supplier<byte[]> nonces;
    private final Consumer<Refused> ended;
    private @Nullable FollowSession session;
    private @Nullable Refused lastEnd;
    private long redialAtNs;
    private boolean hasBegun;
    private long heardPosition = -1;
    private long endedNs;
    private boolean wasNear;
    private volatile boolean isStopped;
    private volatile Standing standing = Standing.NONE;
    private long toldNs;

    /**
     * A follower that has not dialled yet.
     *
     * @param nonces 32 fresh random bytes each time
     * @param ended told why each connection ended
     */
    public Follower(
            final StandbyEngine engine,
            final Dialer dialer,
            final ReplicationBounds bounds,
            final Secret secret,
            final long standbyId,
            final Supplier<byte[]> nonces,
            final Consumer<Refused> ended) {
        this.engine = engine;
        this.dialer = dialer;
        this.bounds = bounds;
        this.secret = secret;
        this.standbyId = standbyId;
        this.nonces = nonces;
        this.ended = ended;
    }

    /** A turn. Returns how much was done. */
    public int doWork(final long nowNs) {
        int work = 0;
        FollowSession current = session;
        if (!hasBegun) {
            hasBegun = true;
            redialAtNs = nowNs;
            endedNs = nowNs;
        }
        if (current == null && !isStopped && nowNs - redialAtNs >= 0) {
            current = new FollowSession(dialer.dial(), bounds, secret, engine, standbyId, nonces.get(), nowNs);
            session = current;
            work++;
        }
        if (current != null) {
            work += current.doWork(nowNs);
            heardPosition = Math.max(heardPosition, current.heardPosition());
            final Refused end = current.ended();
            if (end != null) {
                over(current, end, nowNs);
            }
        }
        work += engine.doWork();
        tell(nowNs, work);
        return work;
    }

    private void over(final FollowSession over, final Refused end, final long nowNs) {
        session = null;
        // A connection that never came as far as records says nothing about what there is.
        if (over.wasNear()) {
            endedNs = nowNs - over.lagNs();
        }
        lastEnd = end;
        redialAtNs = nowNs + bounds.redialNs();
        engine.disconnected();
        if (end.reason().isFinal()) {
            isStopped = true;
        }
        ended.accept(end);
    }

    private void tell(final long nowNs, final int work) {
        if (work == 0 && nowNs - toldNs < bounds.heartbeatNs()) {
            return;
        }
        toldNs = nowNs;
        final FollowSession current = session;
        final boolean isFollowing = current != null && current.stage() == FollowSession.Stage.RECORDS;
        final boolean isNear = current != null && isFollowing && current.wasNear();
        final long lagNs = current != null && isFollowing ? current.lagNs() : nowNs - endedNs;
        wasNear |= isNear;
        final long position = Math.max(-1, engine.position());
        final long lag = Math.max(0, heardPosition - position);
        standing = new Standing(
                isNear,
                wasNear && lag == 0 && engine.isHashOk(),
                engine.epoch(),
                position,
                lag,
                lagNs,
                engine.isHashOk(),
                engine.framesCompared(),
                lastEnd);
    }

    /** How it is. Any thread. */
    public Standing standing() {
        return standing;
    }

    /** Whether it has given up: somebody must do something. Any thread. */
    public boolean isStopped() {
        return isStopped;
    }

    public StandbyEngine engine() {
        return engine;
    }

    /** Ends the connection, telling the primary why, and makes no other. The thread that turns it. */
    public void stop(final Reason reason, final String text) {
        isStopped = true;
        final FollowSession current = session;
        if (current != null) {
            current.end(reason, text);
        }
        session = null;
    }
}

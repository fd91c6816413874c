package ringside.replay.standby;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet;
import ringside.engine.logic.InSyncSet.Member;

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

    /** Told why a connection ended. */
    @FunctionalInterface
    public interface Ends {
        /**
         * A connection ended.
         *
         * @param isOver whether no other one is tried: somebody must do something
         */
        void ended(Refused why, boolean isOver);
    }

    private final StandbyEngine engine;
    private final List<Dialer> dialers;
    private final ReplicationBounds bounds;
    private final Secret secret;
    private final long standbyId;
    private final Supplier<byte[]> nonces;
    private final Ends ended;
    private @Nullable FollowSession session;
    private @Nullable Refused lastEnd;
    private int next;
    private int failedInARow;
    private long redialAtNs;
    private boolean hasBegun;
    private long heardPosition = -1;
    private long endedNs;
    private long heardNs;
    private boolean hasHeard;
    private boolean wasNear;
    private final EndCounts ends = new EndCounts();
    private volatile boolean isStopped;
    private volatile boolean isMovingToBeSaid;
    private volatile boolean isMovingTold;
    private List<Member> members = List.of();
    private long membersAt = -1;
    private volatile Standing standing = Standing.NONE;
    private long toldNs;

    /**
     * A follower that has not dialled yet.
     *
     * @param dialers for each server that may be the primary; tried one after the other
     * @param nonces 32 fresh random bytes each time
     * @param ended told why each connection ended
     */
    public Follower(
            final StandbyEngine engine,
            final List<Dialer> dialers,
            final ReplicationBounds bounds,
            final Secret secret,
            final long standbyId,
            final Supplier<byte[]> nonces,
            final Ends ended) {
        this.engine = engine;
        this.dialers = List.copyOf(dialers);
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
            heardNs = nowNs;
        }
        if (current == null && !isStopped && nowNs - redialAtNs >= 0) {
            current =
                    new FollowSession(dialers.get(next).dial(), bounds, secret, engine, standbyId, nonces.get(), nowNs);
            session = current;
            work++;
        }
        if (current != null) {
            if (isMovingToBeSaid) {
                isMovingToBeSaid = false;
                current.sayMoving();
            }
            work += current.doWork(nowNs);
            if (current.isMovingTold()) {
                isMovingTold = true;
            }
            if (current.wasWelcomed()) {
                // What was heard before, from another primary perhaps, counts no more.
                heardPosition = current.heardPosition();
            }
            if (current.hasHeard()) {
                heardNs = current.heardNs();
                hasHeard = true;
            }
            if (current.wasNear()) {
                engine.hadEverything();
            }
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
        ends.count(end.reason());
        // A connection that never came as far as records says nothing about what there is.
        if (over.wasNear()) {
            endedNs = nowNs - over.lagNs();
        }
        lastEnd = end;
        redialAtNs = nowNs + redialNs(over, end);
        engine.disconnected();
        if (isFinal(end)) {
            isStopped = true;
        }
        ended.ended(end, isStopped);
    }

    /** The next server at once, unless all of them have just been tried. */
    private long redialNs(final FollowSession over, final Refused end) {
        if (end.reason() == Reason.SET_ASIDE) {
            return 0;
        }
        failedInARow = over.wasWelcomed() ? 1 : failedInARow + 1;
        next = (next + 1) % dialers.size();
        return failedInARow % dialers.size() == 0 ? bounds.redialNs() : 0;
    }

    /** Whoever follows one of several goes on to the others when that one is no primary any more. */
    private boolean isFinal(final Refused end) {
        return end.reason().isFinal() && !(end.reason() == Reason.LOWER_EPOCH && dialers.size() > 1);
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
        final InSyncSet set = engine.inSync();
        final boolean isReplicated = set != null && !set.isEmpty();
        final boolean isMember = set != null && set.has(engine.member().number());
        if (set != null && (set.position() != membersAt || isReplicated == members.isEmpty())) {
            members = set.members();
            membersAt = set.position();
        }
        final long safeLag = Math.max(0, Math.min(engine.heardSafe(), heardPosition) - position);
        final boolean hasAllSafe = isReplicated ? isMember && engine.isWhole() && safeLag == 0 : wasNear && lag == 0;
        standing = new Standing(
                isNear,
                hasAllSafe && engine.isHashOk() && engine.comparison().followsAll(),
                isReplicated ? members : List.of(),
                isMember,
                set == null ? -1 : set.position(),
                isReplicated ? safeLag : lag,
                engine.epoch(),
                position,
                lag,
                lagNs,
                engine.isHashOk(),
                engine.framesCompared(),
                engine.lastCompared(),
                engine.comparison().shadowing(),
                hasHeard,
                nowNs - heardNs,
                lastEnd);
    }

    /** How it is. Any thread. */
    public Standing standing() {
        return standing;
    }

    /** How often connections ended, by reason. Any thread. */
    public EndCounts ends() {
        return ends;
    }

    /** Whether it has given up: somebody must do something. Any thread. */
    public boolean isStopped() {
        return isStopped;
    }

    public StandbyEngine engine() {
        return engine;
    }

    /** Has the primary told, if it is followed live, that this standby is about to be promoted. Any thread. */
    public void sayMoving() {
        isMovingTold = false;
        isMovingToBeSaid = true;
    }

    /** Whether a primary has answered that its players were told. Any thread. */
    public boolean isMovingTold() {
        return isMovingTold;
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

package ringside.replay.standby;

import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochBegin;
import ringside.journal.ServerId;

/**
 * Tells the other servers who reigns, for as long as it is turned. Whoever took over dials the addresses at which a primary may be, again
 * and again, and says under which epoch it serves: a primary before that was cut off, frozen or started again hears of it as soon as it
 * can be reached, though nobody follows it any more. Of two that took over from the same primary each hears of the other, and the one
 * whose epoch is beaten yields. A duty cycle without a thread.
 */
public final class Herald {
    /** Told what comes of it, on the thread that turns it. */
    public interface Listener {
        /** Somebody reigns under an epoch that beats this one: this server must stop, and nobody may be told anything further. */
        void overruled(Epoch by, String said);

        /** Something that an operator may want to know, a line. */
        void told(String line);
    }

    /**
     * Who reigns.
     *
     * @param engine whose epoch that is
     * @param member as which this server counts
     * @param standbyId a random number of this process
     */
    public record Self(ServerId server, int engine, Epoch epoch, Member member, long standbyId) {}

    private final Self self;
    private final List<Errand> errands;
    private final ReplicationBounds bounds;
    private final Secret secret;
    private final Supplier<byte[]> nonces;
    private final long restNs;
    private final Listener listener;
    private boolean isOverruled;

    /**
     * Nobody was told yet.
     *
     * @param others a dialer for each address at which a primary may be; that of this server itself does no harm
     * @param nonces 32 fresh random bytes each time
     * @param restNs between two attempts to reach one of them
     */
    public Herald(
            final Self self,
            final List<Follower.Dialer> others,
            final ReplicationBounds bounds,
            final Secret secret,
            final Supplier<byte[]> nonces,
            final long restNs,
            final Listener listener) {
        this.self = self;
        this.bounds = bounds;
        this.secret = secret;
        this.nonces = nonces;
        this.restNs = restNs;
        this.listener = listener;
        errands = others.stream().map(Errand::new).toList();
    }

    /** A turn. Returns how much was done. */
    public int doWork(final long nowNs) {
        int work = 0;
        for (final Errand each : errands) {
            work += isOverruled ? 0 : each.doWork(nowNs);
        }
        return work;
    }

    /** Ends its connections. The thread that turns it. */
    public void stop() {
        errands.forEach(Errand::stop);
    }

    private void overruled(final Epoch by, final String said) {
        if (!isOverruled) {
            isOverruled = true;
            listener.overruled(by, said);
        }
    }

    /** The way to one address. */
    private final class Errand {
        private final Follower.Dialer dialer;
        private @Nullable FollowSession session;
        private boolean isBegun;
        private long nextNs;
        private boolean isOurselves;

        Errand(final Follower.Dialer dialer) {
            this.dialer = dialer;
        }

        int doWork(final long nowNs) {
            if (isOurselves || (isBegun && session == null && nowNs - nextNs < 0)) {
                return 0;
            }
            FollowSession current = session;
            if (current == null) {
                isBegun = true;
                current = new FollowSession(
                        dialer.dial(), bounds, secret, new Announced(this), self.standbyId(), nonces.get(), nowNs);
                session = current;
            }
            final int work = current.doWork(nowNs);
            final Refused end = current.ended();
            if (end != null) {
                session = null;
                nextNs = nowNs + restNs;
                if (end.byPeer() && end.reason() == Reason.LOWER_EPOCH) {
                    listener.told("a server that served under a lower epoch than " + self.epoch()
                            + " was told of this one: " + end.text());
                }
            }
            return work;
        }

        void met(final Epoch theirs) {
            isOurselves = theirs.equals(self.epoch());
            if (theirs.beats(self.epoch())) {
                overruled(theirs, "this server, which serves under epoch " + self.epoch() + ", met its primary");
            }
            throw new FollowException(Reason.STOPPING, "this server follows nobody: it serves under " + self.epoch());
        }

        void stop() {
            final FollowSession current = session;
            if (current != null) {
                current.end(Reason.STOPPING, "the server stops");
            }
            session = null;
        }
    }

    /** What the other side is shown: somebody who has nothing and knows of this reign. */
    private final class Announced implements FollowedEngine {
        private final Errand errand;

        Announced(final Errand errand) {
            this.errand = errand;
        }

        @Override
        public int engine() {
            return self.engine();
        }

        @Override
        public ServerId serverId() {
            return self.server();
        }

        @Override
        public Epoch epoch() {
            return self.epoch();
        }

        @Override
        public Epoch highestEpoch() {
            return self.epoch();
        }

        @Override
        public Member member() {
            return self.member();
        }

        @Override
        public long nextPosition() {
            return -1;
        }

        @Override
        public int lastChecksum() {
            return 0;
        }

        @Override
        public long appliedPosition() {
            return -1;
        }

        @Override
        public long framesCompared() {
            return 0;
        }

        @Override
        public void welcomed(final ServerId server, final int engines, final Epoch primary) {
            errand.met(primary);
        }

        @Override
        public void fork(final Epoch primary, final List<EpochBegin> epochs) {
            errand.met(primary);
        }

        @Override
        public void begin(
                final DirectBuffer checkpoint, final long firstPosition, final @Nullable DirectBuffer epochRecord) {
            throw new FollowException(Reason.MALFORMED, "a checkpoint that nobody asked for");
        }

        @Override
        public void record(final DirectBuffer buffer, final int offset, final int lengthBytes) {
            throw new FollowException(Reason.MALFORMED, "records that nobody asked for");
        }

        @Override
        public void heard(final long appendedPosition, final long safePosition, final int lastMatch) {
            // It follows nobody.
        }

        @Override
        public @Nullable Wanted wanted() {
            return null;
        }

        @Override
        public void state(final int match, final int frame, final @Nullable DirectBuffer snapshot) {
            throw new FollowException(Reason.MALFORMED, "a state that nobody asked for");
        }
    }
}

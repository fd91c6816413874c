package ringside.replay.standby;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All standbys of a primary. A duty cycle without a thread; {@link #accept} and {@link #standbys} may be called by any thread.
 */
public final class Shipping {
    /** Connections that nobody knows yet: further ones are closed. */
    private static final int MOST_STRANGERS = 16;

    /** How exactly it is known how far they are. */
    private static final long TOLD_NS = 2_000_000;

    private final ReplicationBounds bounds;
    private final Secret secret;
    private final Supplier<byte[]> nonces;
    private final IntFunction<@Nullable ShippedEngine> engines;
    private final Consumer<String> log;
    private final Queue<ReplicationChannel> accepted = new ConcurrentLinkedQueue<>();
    private final List<ShipSession> sessions = new ArrayList<>();
    private final EndCounts ends = new EndCounts();
    private volatile List<Follows> standbys = List.of();
    private boolean isHurried;
    private boolean hasChanged;
    private boolean isStale;
    private long toldNs;

    /**
     * How one standby of one engine is.
     *
     * @param name under which operators know it
     * @param member whether it belongs to the in-sync set of that engine
     * @param shadow whether it only tries a build, and does not come to belong to that set
     * @param position up to where it has appended
     */
    public record Follows(
            String peer,
            String name,
            boolean member,
            boolean shadow,
            int engine,
            ShipSession.Stage stage,
            long position,
            long applied,
            long framesCompared,
            long lag,
            long lagNs) {}

    /**
     * Nobody follows yet.
     *
     * @param nonces 32 fresh random bytes each time
     * @param log told who comes and goes, a line each
     */
    public Shipping(
            final ReplicationBounds bounds,
            final Secret secret,
            final Supplier<byte[]> nonces,
            final IntFunction<@Nullable ShippedEngine> engines,
            final Consumer<String> log) {
        this.bounds = bounds;
        this.secret = secret;
        this.nonces = nonces;
        this.engines = engines;
        this.log = log;
    }

    /** Somebody has connected. */
    public void accept(final ReplicationChannel channel) {
        accepted.add(channel);
    }

    /** A turn. Returns how much was done, for whoever turns it until there is nothing to do; see {@link #isHurried} for who has time. */
    public int doWork(final long nowNs) {
        int work = 0;
        for (ReplicationChannel channel = accepted.poll(); channel != null; channel = accepted.poll()) {
            work++;
            if (sessions.stream().filter(each -> each.engineNumber() < 0).count() >= MOST_STRANGERS) {
                channel.close();
            } else {
                sessions.add(new ShipSession(channel, bounds, secret, nonces.get(), engines, this::met, nowNs));
            }
        }
        isHurried = work > 0;
        for (int i = sessions.size() - 1; i >= 0; i--) {
            final ShipSession session = sessions.get(i);
            work += turn(session, nowNs);
            isHurried |= session.isHurried() && session.ended() == null;
        }
        isStale |= work > 0;
        if (hasChanged || nowNs - toldNs > (isStale ? TOLD_NS : bounds.heartbeatNs())) {
            toldNs = nowNs;
            hasChanged = false;
            isStale = false;
            tell();
        }
        return work;
    }

    /** Whether somebody can be sent more at once. Else the next turn may wait, and takes along what is appended meanwhile. */
    public boolean isHurried() {
        return isHurried;
    }

    private int turn(final ShipSession session, final long nowNs) {
        final ShipSession.Stage before = session.stage();
        final int work = session.doWork(nowNs);
        final Refused end = session.ended();
        count(session, end != null);
        hasChanged |= end != null || session.stage() != before;
        if (end != null) {
            sessions.remove(session);
            ends.count(end.reason());
            log.accept(session + ": " + end);
        } else if (session.stage() != before) {
            log.accept(session.toString());
        }
        return work;
    }

    /** What it has counts for the in-sync set of its engine, in which it may be, or come to be. */
    private static void count(final ShipSession session, final boolean isOver) {
        final ShippedEngine engine = session.engine();
        final Membership membership = engine == null ? null : engine.membership();
        if (membership == null) {
            return;
        }
        membership.acked(session.member(), session.ackedPosition());
        if (isOver) {
            membership.gone(session.member());
        } else if (!session.isShadow() && session.stage() == ShipSession.Stage.LIVE && session.isNear()) {
            membership.caughtUp(session.member());
        }
    }

    private static boolean isMember(final ShipSession session) {
        final ShippedEngine engine = session.engine();
        final Membership membership = engine == null ? null : engine.membership();
        return membership != null
                && membership.now().set().stream()
                        .anyMatch(each -> each.number() == session.member().number());
    }

    /** A standby that comes anew takes the place of its own connection before; there is a bound to all others. */
    private void met(final ShipSession newcomer) {
        int others = 0;
        for (final ShipSession each : sessions) {
            if (each != newcomer && each.engineNumber() == newcomer.engineNumber()) {
                if (each.standbyId() == newcomer.standbyId()) {
                    each.end(Reason.STOPPING, "the standby has connected anew");
                } else if (each.member().number() == newcomer.member().number()) {
                    throw new FollowException(
                            Reason.TOO_MANY,
                            "a standby of the same directory follows already, or did until a moment ago; if this one is a copy, "
                                    + "remove its file 'member'");
                } else {
                    others++;
                }
            }
        }
        if (others >= bounds.maxStandbys()) {
            throw new FollowException(Reason.TOO_MANY, others + " standbys follow already, which is the most");
        }
    }

    private void tell() {
        final List<Follows> now = new ArrayList<>();
        for (final ShipSession each : sessions) {
            if (each.engineNumber() >= 0) {
                now.add(new Follows(
                        each.peer(),
                        each.member().name(),
                        isMember(each),
                        each.isShadow(),
                        each.engineNumber(),
                        each.stage(),
                        each.ackedPosition(),
                        each.appliedPosition(),
                        each.framesCompared(),
                        each.lag(),
                        each.lagNs()));
            }
        }
        standbys = List.copyOf(now);
    }

    /** Who follows. */
    public List<Follows> standbys() {
        return standbys;
    }

    /** How often connections ended, by reason. Any thread. */
    public EndCounts ends() {
        return ends;
    }

    /** Ends all connections, telling why. The thread that turns it. */
    public void stop(final Reason reason, final String text) {
        sessions.forEach(each -> each.end(reason, text));
        sessions.clear();
        tell();
    }
}

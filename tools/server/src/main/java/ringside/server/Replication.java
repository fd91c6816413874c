package ringside.server;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.snapshot.SnapshotRing;
import ringside.io.replication.ReplicationPort;
import ringside.io.session.HostedMatch;
import ringside.io.session.MatchDirectory;
import ringside.journal.DataDirectory;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.replay.EngineRecording;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.HeardEpoch;
import ringside.replay.standby.Membership;
import ringside.replay.standby.Reason;
import ringside.replay.standby.ReplicationBounds;
import ringside.replay.standby.Secret;
import ringside.replay.standby.ShipSession;
import ringside.replay.standby.ShippedEngine;
import ringside.replay.standby.ShippedJournal;
import ringside.replay.standby.Shipping;
import ringside.server.metrics.MemberFigures;

/** Lets standbys follow: a port, and one thread that reads the engines' journals from their files. */
final class Replication implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.replication");
    /** While nobody waits for what standbys have: what is appended meanwhile travels together. */
    private static final long REST_NS = 2_000_000;

    /** Where something is shown only once members have it, this is a part of every player's latency. */
    private static final long REPLICATED_REST_NS = 500_000;

    private static final long LAST_WORDS_NS = 1_000_000_000;

    private final ReplicationPort port = new ReplicationPort();
    private final Shipping shipping;
    private final List<ShippedEngine> engines;
    private final DutyThread thread;
    private final int portNumber;

    private Replication(
            final ServerSettings settings,
            final List<ShippedEngine> engines,
            final List<Membership> memberships,
            final ServerNews news) {
        this.engines = engines;
        final SecureRandom random = new SecureRandom();
        shipping = new Shipping(
                ReplicationBounds.DEFAULT,
                ReplicationAccess.secret(settings),
                () -> nonce(random),
                number -> number >= 0 && number < engines.size() ? engines.get(number) : null,
                LOG::info);
        try {
            portNumber = settings.whole(ServerSetting.REPLICATION) < 0
                    ? -1
                    : port.listen(
                            ReplicationAccess.address(settings),
                            ReplicationAccess.primaryTls(settings),
                            shipping::accept);
        } catch (final RuntimeException | Error e) {
            port.close();
            throw e;
        }
        thread = new DutyThread(
                "ringside-replication",
                () -> turn(memberships),
                () -> memberships.isEmpty() ? REST_NS : REPLICATED_REST_NS,
                cause -> news.engineFailed("the thread replication failed", cause));
    }

    private int turn(final List<Membership> memberships) {
        final long nowNs = System.nanoTime();
        shipping.doWork(nowNs);
        int work = shipping.isHurried() ? 1 : 0;
        for (final Membership each : memberships) {
            work += each.doWork(nowNs);
        }
        return work;
    }

    static byte[] nonce(final SecureRandom random) {
        final byte[] bytes = new byte[Secret.BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Listens, and keeps in-sync sets; null when neither is wanted. */
    static @Nullable Replication open(
            final ServerSettings settings,
            final DataDirectory data,
            final Engines engines,
            final MatchNumbers numbers,
            final MatchDirectory matches,
            final ServerNews news) {
        final List<Membership> memberships = engines.all().stream()
                .map(EngineHost::membership)
                .flatMap(Stream::ofNullable)
                .toList();
        if (settings.whole(ServerSetting.REPLICATION) < 0 && memberships.isEmpty()) {
            return null;
        }
        final ShippedJournal.Server server = new Served(data.serverId(), engines, numbers, matches, news);
        return new Replication(
                settings,
                engines.all().stream().map(host -> host.shipped(server)).toList(),
                memberships,
                news);
    }

    int port() {
        return portNumber;
    }

    /** Who follows. */
    List<Shipping.Follows> standbys() {
        return shipping.standbys();
    }

    /** How members are, for monitoring. */
    static MemberFigures figures(final List<EngineHost> hosts, final @Nullable Replication shipping) {
        final Map<String, Long> ends = new HashMap<>();
        if (shipping != null) {
            shipping.shipping.ends().all().forEach((reason, count) -> ends.put(reason.name(), count));
        }
        return new MemberFigures(
                hosts.stream().map(Replication::figures).toList(),
                shipping == null
                        ? List.of()
                        : shipping.standbys().stream()
                                .map(each -> new MemberFigures.Follower(
                                        each.name(),
                                        each.engine(),
                                        each.member(),
                                        each.stage() == ShipSession.Stage.LIVE,
                                        each.lag(),
                                        each.lagNs(),
                                        each.framesCompared()))
                                .toList(),
                ends);
    }

    private static MemberFigures.OfEngine figures(final EngineHost host) {
        final Membership membership = host.membership();
        final Membership.Now now = membership == null ? null : membership.now();
        return new MemberFigures.OfEngine(
                host.engine(),
                host.level().name().toLowerCase(Locale.ROOT),
                now == null ? 0 : now.set().size(),
                now == null ? 0 : now.waitsFor().size(),
                membership != null && membership.isStalled());
    }

    /** Gives those who follow live a moment to have the last of the journals, then tells them that this server stops. */
    @Override
    public void close() {
        port.stopListening();
        final long endNs = System.nanoTime() + LAST_WORDS_NS;
        while (isAnyBehind() && System.nanoTime() < endNs) {
            LockSupport.parkNanos(REST_NS);
        }
        thread.close();
        shipping.stop(Reason.STOPPING, "the primary stops");
        port.close();
    }

    private boolean isAnyBehind() {
        return shipping.standbys().stream()
                .anyMatch(each -> each.stage() == ShipSession.Stage.LIVE
                        && each.position() < engines.get(each.engine()).appendedPosition());
    }

    /** What standbys want to know of the server. */
    private record Served(
            ServerId serverId, Engines hosts, MatchNumbers numbers, MatchDirectory matches, ServerNews news)
            implements ShippedJournal.Server {
        @Override
        public int engines() {
            return hosts.all().size();
        }

        @Override
        public int lastMatch() {
            return numbers.last();
        }

        @Override
        public void wantCheckpoint(final int engine) {
            hosts.all().get(engine).wantCheckpoint();
        }

        @Override
        public @Nullable State state(final int match, final int frame) {
            final HostedMatch hosted = matches.find(match);
            if (hosted == null) {
                return null;
            }
            final SnapshotRing ring = hosted.snapshots();
            if (!ring.isIntact(frame)) {
                return null;
            }
            final State copy = new State(hosted.layout());
            copy.wrap(new UnsafeBuffer(new byte[hosted.layout().blockBytes()]), 0);
            copy.block().putBytes(0, ring.block(frame), 0, hosted.layout().snapshotBytes());
            return ring.isIntact(frame) ? copy : null;
        }

        @Override
        public void moving() {
            news.moving();
        }

        @Override
        public void overruled(final int engine, final Epoch by, final String said) {
            // First of all: who plays here has nothing to wait for.
            news.overruled();
            Replication.overruled(hosts.all().get(engine).recording(), by, said, news::engineFailed);
        }
    }

    /** Somebody reigns whose epoch beats that of an engine: it serves no longer, and is not started as a primary again by mistake. */
    static void overruled(
            final EngineRecording recording,
            final Epoch by,
            final String said,
            final BiConsumer<String, Throwable> stop) {
        HeardEpoch.keep(recording, by);
        stop.accept(
                "OVERRULED: engine " + recording.engine() + " of this server serves no longer",
                new IllegalStateException("somebody reigns in epoch " + by + ": " + said
                        + "; what this server journalled since is not part of the matches any more"));
    }
}

package ringside.server;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.InSyncSet.Member;
import ringside.io.replication.ReplicationPort;
import ringside.io.replication.ReplicationTls;
import ringside.journal.DataDirectory;
import ringside.journal.ServerId;
import ringside.replay.standby.Follower;
import ringside.replay.standby.StandbyHome;
import ringside.replay.standby.Standing;
import ringside.server.admin.AdminServer;

/**
 * A server that follows another one, and takes its place when it is told to. The composition root of a standby; once promoted, all is
 * as in {@link RingsideServer}.
 */
public final class StandbyServer implements AutoCloseable, Operated, StandbyHome, FollowingEngine.Listener {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");

    /** What a primary that is alive has sent is here by then. */
    private static final long ON_ITS_WAY_NS = 50_000_000;

    private static final long LOOK_NS = 500_000;

    private final ServerSettings settings;
    private final List<Address> addresses;
    private final Member member;
    private final boolean isShadow;
    private final RingsideServer.Prepared prepared;
    private final Leadership leadership;
    private final ReplicationPort connections = new ReplicationPort();
    private final @Nullable ReplicationTls tls;
    private final @Nullable AdminServer admin;
    private final PlayersPorts ports;
    private final Rehearsal rehearsal;
    private final long standbyId = new SecureRandom().nextLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<FollowingEngine> engines = new ArrayList<>();
    private volatile List<FollowingEngine> following = List.of();
    private volatile @Nullable DataDirectory data;
    private volatile int engineCount = 1;
    private volatile @Nullable String problem;
    private volatile boolean isFailed;
    private volatile @Nullable RingsideServer promoted;
    private @Nullable AutoCloseable herald;
    private boolean closed;

    /** Where a primary may be: a host and its replication port. */
    public record Address(String host, int port) {
        /** As in settings. */
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    private StandbyServer(
            final ServerSettings settings,
            final List<Address> addresses,
            final boolean isShadow,
            final Leadership leadership) {
        this.settings = settings;
        this.isShadow = isShadow;
        this.addresses = List.copyOf(addresses);
        this.leadership = leadership;
        prepared = RingsideServer.prepare(settings);
        addresses.forEach(each -> ReplicationAccess.checkPrimary(settings, each.host()));
        member = MemberFile.of(settings);
        tls = ReplicationAccess.standbyTls(settings);
        ports = PlayersPorts.standBy(settings, prepared.credentials());
        admin = openAdmin();
        rehearsal = Rehearsal.begin(settings);
    }

    private @Nullable AdminServer openAdmin() {
        try {
            final AdminServer opened = AdminPort.open(settings, this::operated);
            if (opened != null) {
                opened.show(new StandbyPages(() -> following, this::whatIsWrong));
            }
            return opened;
        } catch (final RuntimeException | Error e) {
            Closing.after(e, ports);
            throw e;
        }
    }

    /**
     * Begins to follow whoever of these is the primary. Throws {@link ServerException} when the settings are of no use, and what a recovery throws when the directory
     * holds a journal that is.
     */
    public static StandbyServer start(final ServerSettings settings, final List<Address> addresses) {
        return start(settings, addresses, false);
    }

    /** The same for a shadow, which tries another build on what the primary does: see {@link ringside.replay.standby.Shadowing}. */
    public static StandbyServer startShadow(final ServerSettings settings, final List<Address> addresses) {
        return start(settings, addresses, true);
    }

    private static StandbyServer start(
            final ServerSettings settings, final List<Address> addresses, final boolean isShadow) {
        final StandbyServer server = new StandbyServer(settings, addresses, isShadow, Leadership.MANUAL);
        try {
            server.begin();
            return server;
        } catch (final RuntimeException | Error e) {
            Closing.after(e, server);
            throw e;
        }
    }

    private void begin() {
        if (DataDirectory.isBegun(settings.dir())) {
            final DataDirectory own = DataDirectory.open(settings.dir(), new SecureRandom()::nextLong);
            synchronized (this) {
                data = own;
            }
            final int[] there = own.engines();
            startEngines(there.length == 0 ? 1 : there[there.length - 1] + 1);
        } else {
            startEngines(1);
        }
    }

    private synchronized void startEngines(final int count) {
        engineCount = count;
        while (engines.size() < count && !closed) {
            engines.add(new FollowingEngine(
                    new FollowingEngine.Self(engines.size(), member, standbyId, isShadow),
                    settings,
                    this,
                    dialers(),
                    this));
        }
        following = List.copyOf(engines);
    }

    private List<Follower.Dialer> dialers() {
        return addresses.stream()
                .map(each -> (Follower.Dialer) () -> connections.dial(each.host(), each.port(), tls))
                .toList();
    }

    // ---- for its engines

    @Override
    public @Nullable DataDirectory data() {
        return data;
    }

    @Override
    public DataDirectory join(final ServerId server, final int count) {
        final DataDirectory own = data;
        // Without the lock: whoever promotes holds it, and waits for the thread that asks.
        return own != null && count <= engineCount ? own : joinFirst(server, count);
    }

    private synchronized DataDirectory joinFirst(final ServerId server, final int count) {
        DataDirectory joined = data;
        if (joined == null) {
            joined = DataDirectory.join(settings.dir(), server);
            data = joined;
        }
        EngineCount.settle(settings.with(ServerSetting.ENGINES, count), joined);
        if (count > engineCount) {
            startEngines(count);
        }
        return joined;
    }

    @Override
    public void gaveUp(final int engine, final String why) {
        problem = "engine " + engine + ": " + why;
        if (promoted == null) {
            over.countDown();
        }
    }

    @Override
    public void failed(final int engine, final Throwable cause) {
        LOG.error("engine {} of this standby failed: the server stops", engine, cause);
        problem = "engine " + engine + ": " + cause;
        isFailed = true;
        over.countDown();
    }

    // ---- for operators

    private Operated operated() {
        final RingsideServer serving = promoted;
        return serving == null ? this : serving.control();
    }

    @Override
    public StandbyStatus status() {
        final List<StandbyStatus.EngineStatus> all = new ArrayList<>();
        for (final FollowingEngine each : following) {
            all.add(StandbyStatus.EngineStatus.of(each.engine().engine(), each.standing()));
        }
        return StandbyStatus.of(all, isShadow, member.name(), primaries(), problem(), leadership, rehearsal.isDone());
    }

    private @Nullable String problem() {
        if (problem != null) {
            return problem;
        }
        for (final FollowingEngine each : following) {
            final Standing standing = each.standing();
            if (standing.shadowing().difference() != null) {
                return "HASH DIFFERS at " + standing.shadowing().difference();
            }
            if (SilenceWatch.isSilent(standing.silentNs())) {
                return "PRIMARY SILENT: nothing was heard of it for " + standing.silentNs() / 1_000_000 + " ms";
            }
            if (!standing.isLive() && standing.lastEnd() != null) {
                return standing.lastEnd().toString();
            }
        }
        return null;
    }

    @Override
    public MatchControl matches() throws OperatorException {
        throw new OperatorException(
                OperatorException.Why.REFUSED,
                "this is a standby: ask the primary (" + primaries() + "), or promote this one first");
    }

    @Override
    public Object leave(final String member, final MatchControl.By by) throws OperatorException {
        throw new OperatorException(
                OperatorException.Why.REFUSED, "REFUSED: this is a standby: ask the primary (" + primaries() + ")");
    }

    private String primaries() {
        return String.join(", ", addresses.stream().map(Object::toString).toList());
    }

    /** {@inheritDoc} What is refused leaves it following. */
    @Override
    public Object promote(final Leadership.Consent consent, final MatchControl.By by)
            throws OperatorException, InterruptedException {
        by.bytes();
        final Timeline times = new Timeline(System::nanoTime);
        synchronized (this) {
            if (promoted != null || closed) {
                throw new OperatorException(OperatorException.Why.REFUSED, "REFUSED: this server follows no longer");
            }
            final DataDirectory own = data;
            if (own == null || engines.isEmpty() || engines.size() < engineCount) {
                throw new OperatorException(
                        OperatorException.Why.REFUSED, "REFUSED: this standby has never followed anybody yet");
            }
            requirePromotable(consent);
            rehearsal.cancel();
            times.done("consent");
            if (engines.stream().allMatch(FollowingEngine::isPrimaryAlive)) {
                letPlayersCome();
                times.done("players come ahead");
                requirePromotableStill(consent);
            }
            engines.forEach(FollowingEngine::endThreads);
            engines.forEach(FollowingEngine::stopFollowing);
            times.done("following ends");
            promoted = takeOver(own, by, times);
        }
        final RingsideServer serving = promoted;
        tellOthers(serving);
        LOG.warn("promoted by {} ({}): serves after {} us: {}", by.who(), by.why(), times.totalUs(), times.tookUs());
        over.countDown();
        return new Promoted(serving.control().status(), new Promoted.Took(times.totalUs(), times.tookUs()));
    }

    private void requirePromotable(final Leadership.Consent consent) throws OperatorException {
        for (final FollowingEngine each : engines) {
            leadership.requirePromotable(each.engine().engine(), each.standing(), consent);
        }
    }

    /** Time has passed since it was asked first; what is only on its way from the primary is waited for. */
    private void requirePromotableStill(final Leadership.Consent consent) throws OperatorException {
        final long beganNs = System.nanoTime();
        while (true) {
            try {
                requirePromotable(consent);
                return;
            } catch (final OperatorException e) {
                if (System.nanoTime() - beganNs >= ON_ITS_WAY_NS) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_NS);
            }
        }
    }

    /** They ask here for their seats while they play on there: of several engines, one speaks for all. */
    private void letPlayersCome() {
        final FollowingEngine first = engines.get(0);
        first.sayMoving();
        new PlayersAhead(System::nanoTime, LockSupport::parkNanos)
                .await(first::isMovingTold, first::isPrimaryAlive, ports::waited);
    }

    /** From here on there is no way back: the epochs are raised. */
    private RingsideServer takeOver(final DataDirectory own, final MatchControl.By by, final Timeline times) {
        final List<OpenedEngine> opened = new ArrayList<>();
        final EpochsOnDisk epochs = new EpochsOnDisk();
        try {
            int lastMatch = 0;
            for (final FollowingEngine each : engines) {
                lastMatch = Math.max(lastMatch, each.engine().lastMatch());
                final OpenedEngine engine = OpenedEngine.takeOver(settings, each.engine(), by);
                opened.add(engine);
                // The disk is slow, and until players are let in nobody is told anything that follows.
                epochs.begin(each.engine().engine(), () -> {
                    engine.journal().syncReign();
                    each.overrule();
                });
                times.done("new epoch");
            }
            data = null;
            return RingsideServer.takeOver(
                    settings.with(ServerSetting.ENGINES, engines.size()),
                    prepared,
                    own,
                    new RingsideServer.TakenOver(opened, lastMatch, admin, ports, times, () -> {
                        epochs.await();
                        engines.forEach(FollowingEngine::stopThreads);
                        engines.forEach(each -> each.engine().release());
                    }));
        } catch (final RuntimeException | Error e) {
            isFailed = true;
            problem = "promoted, but it cannot serve: " + e.getMessage();
            LOG.error("promoted, but it cannot serve", e);
            over.countDown();
            throw e;
        }
    }

    /** For as long as it serves: those that it followed may not have heard of it. */
    private synchronized void tellOthers(final RingsideServer serving) {
        if (!closed) {
            herald = serving.announce(new Heralding.Speaker(member, standbyId), dialers());
        }
    }

    // ---- for whoever started it

    /** The port for operators; -1 when there is none. */
    public int adminPort() {
        return admin == null ? -1 : admin.port();
    }

    /** The port for framed clients; -1 when there is none. */
    int tcpPort() {
        return ports.tcpPort();
    }

    /** Whether all engines may be promoted. */
    boolean isInSync() {
        final List<FollowingEngine> all = following;
        return all.size() == engineCount
                && all.stream().allMatch(each -> each.standing().inSync());
    }

    /** Whether all engines follow live. */
    public boolean isLive() {
        final List<FollowingEngine> all = following;
        return all.size() == engineCount
                && all.stream().allMatch(each -> each.standing().isLive());
    }

    /** The line that says that it follows live. */
    public String followingLine() {
        return "following " + primaries() + ports.addresses()
                + (adminPort() < 0 ? "" : " admin " + settings.text(ServerSetting.ADMIN_BIND) + ":" + adminPort())
                + " epoch " + status().epoch() + " dir " + settings.dir() + (isShadow ? " as a shadow" : "");
    }

    /** Waits until it was promoted, can follow no further, or failed; or the time is over. Returns true when it is over. */
    public boolean awaitEnd(final long time, final TimeUnit unit) throws InterruptedException {
        return over.await(time, unit);
    }

    /** The server that it became; null while it follows. It is the caller's to stop. */
    public @Nullable RingsideServer promoted() {
        return promoted;
    }

    /** Why it follows no further; null while nothing is wrong. */
    public @Nullable String whatIsWrong() {
        return isFailed || problem != null ? String.valueOf(problem) : null;
    }

    @Override
    public void close() {
        final List<AutoCloseable> resources = new ArrayList<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            resources.add(rehearsal);
            if (promoted == null) {
                if (admin != null) {
                    resources.add(admin);
                }
                resources.add(ports);
                resources.addAll(engines);
                final DataDirectory own = data;
                if (own != null) {
                    resources.add(own);
                }
            }
            if (herald != null) {
                resources.add(herald);
            }
            resources.add(connections);
        }
        Closing.all(resources);
    }
}

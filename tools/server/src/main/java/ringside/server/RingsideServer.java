package ringside.server;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.GameServer;
import ringside.io.netty.ListenException;
import ringside.io.netty.Transport;
import ringside.io.replication.ReplicationException;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.HostedMatch;
import ringside.io.session.MatchDirectory;
import ringside.journal.DataDirectory;
import ringside.journal.Durability;
import ringside.latency.HiccupMeter;
import ringside.latency.InputSampling;
import ringside.latency.LatencyStage;
import ringside.layout.XxHash64;
import ringside.replay.standby.Follower;
import ringside.server.admin.AdminServer;
import ringside.server.results.MatchResults;
import ringside.server.rules.PublishedMatch;
import ringside.server.rules.RuleBook;
import ringside.server.rules.RuleSource;
import ringside.server.rules.RulesReloader;
import ringside.server.tracing.OtlpSink;

/**
 * A match server: one data directory, its engines, one network edge. The composition root, in plain Java from top to bottom.
 */
public final class RingsideServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");
    private static final String MATCH_NUMBERS = "match-numbers";
    private static final String RULES_NOTED = "rules-noted";
    private static final long DEMAND_REST_NS = 10_000_000;
    private static final long RULES_REST_NS = 50_000_000;
    private static final long CREDENTIALS_REST_NS = 100_000_000;
    private static final long LATENCY_REST_NS = 50_000_000;
    private static final long VIEW_LOG_REST_NS = 20_000_000;
    private static final long TRACES_REST_NS = 100_000_000;
    private static final long RESULTS_REST_NS = 20_000_000;

    private final ServerSettings settings;
    private final DataDirectory data;
    private final Engines engines;
    private final GameServer edge;
    private final EdgeCounters counters;
    private final ServerNews news;
    private final Credentials credentials;
    private final boolean isEncrypted;
    private final MatchControl control;
    private final @Nullable Replication replication;
    private final @Nullable AdminServer admin;

    /** Everything that is closed at the end, in that order. */
    private final List<AutoCloseable> resources = new ArrayList<>();

    private boolean closed;

    /** What the server did, once it has stopped. */
    public record Summary(
            long frames,
            long skippedFrames,
            long inputs,
            int matches,
            String finalHash,
            String journal,
            boolean failed) {}

    /** Recovers what the directory holds, and serves. Throws {@link ServerException} when it cannot. */
    public static RingsideServer start(final ServerSettings settings) {
        return start(settings, Transport.NETWORK);
    }

    /** The same without a port: clients of this process find it at {@code local://NAME}, the name being its bind address. */
    public static RingsideServer startInProcess(final ServerSettings settings) {
        return start(settings, Transport.IN_PROCESS);
    }

    /** What is looked at before a directory is touched: what is refused then leaves nothing behind. */
    record Prepared(ServerRules rules, Credentials credentials, MatchDirectory matches) {}

    /** Looks at settings, rules and keys. Throws {@link ServerException} when they are of no use. */
    static Prepared prepare(final ServerSettings settings) {
        LastWords.prepare();
        final GameTypes types = Games.load();
        settings.requireTogether();
        settings.requireRoomForRowsOf(types);
        final RuleSource rules = new RuleSource(
                settings.rulesLocation(),
                types,
                Games.require(types, settings.text(ServerSetting.GAME)),
                settings.rules());
        final RuleSource.Reading reading = rules.read();
        final RuleBook book = RuleBook.of(reading);
        final MatchDirectory matches = new MatchDirectory();
        types.all().forEach(matches::host);
        return new Prepared(new ServerRules(types, rules, reading, book), Credentials.read(settings), matches);
    }

    /**
     * Engines that followed and were taken over.
     *
     * @param lastMatch the highest number of a match that was heard of
     * @param admin the port for operators, if it is open already
     * @param ports of players, which are open already
     * @param times told what takes how long until players can come
     * @param beforeServing returns when players may be let in, and throws when they may not
     */
    record TakenOver(
            List<OpenedEngine> engines,
            int lastMatch,
            @Nullable AdminServer admin,
            PlayersPorts ports,
            Timeline times,
            Runnable beforeServing) {}

    /** Serves with engines that were taken over. The directory becomes the server's; it is closed when this throws. */
    static RingsideServer takeOver(
            final ServerSettings settings, final Prepared prepared, final DataDirectory data, final TakenOver taken) {
        return start(settings, Transport.NETWORK, prepared, data, taken);
    }

    private static RingsideServer start(final ServerSettings settings, final Transport transport) {
        final Prepared prepared = prepare(settings);
        final DataDirectory data = DataDirectory.open(settings.dir(), new SecureRandom()::nextLong);
        return start(settings, transport, prepared, data, null);
    }

    private static RingsideServer start(
            final ServerSettings settings,
            final Transport transport,
            final Prepared prepared,
            final DataDirectory data,
            final @Nullable TakenOver taken) {
        // What was opened before a failure is closed from the last to the first.
        final Deque<AutoCloseable> opened = new ArrayDeque<>();
        opened.push(data);
        try {
            return new RingsideServer(EngineCount.settle(settings, data), data, transport, prepared, taken, opened);
        } catch (final RuntimeException | Error e) {
            for (final AutoCloseable resource : opened) {
                Closing.after(e, resource);
            }
            if (e instanceof ListenException || e instanceof ReplicationException) {
                throw ServerException.configuration(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    /** @param opened what the caller closes, from the last to the first, when this throws */
    private RingsideServer(
            final ServerSettings settings,
            final DataDirectory data,
            final Transport transport,
            final Prepared prepared,
            final @Nullable TakenOver taken,
            final Deque<AutoCloseable> opened) {
        this.settings = settings;
        final Timeline times = taken == null ? new Timeline(System::nanoTime) : taken.times();
        final ServerRules rules = prepared.rules();
        credentials = prepared.credentials();
        isEncrypted = transport == Transport.NETWORK && credentials.certificates() != null;
        this.data = data;
        final GameTypes types = rules.types();

        // 1. The engines, back to where their journals end.
        final MatchDirectory matches = prepared.matches();
        final MatchResults results = ResultDelivery.sink(settings, data);
        opened.push(results);
        news = new ServerNews(matches, results, NanoClock.SYSTEM);
        if (taken == null) {
            Beforehand.begin("prepare-edge", transport::prepare);
        }
        engines = taken == null ? Engines.open(settings, data, news) : Engines.of(settings, taken.engines(), news);
        opened.push(engines);
        news.engines(engines);
        times.done("engines");

        // 2. Who creates matches, and who acts on them.
        final MatchNumbers numbers = MatchNumbers.open(
                data.path().resolve(MATCH_NUMBERS),
                settings.whole(ServerSetting.ENGINES),
                Math.max(engines.highestMatch(), taken == null ? 0 : taken.lastMatch()),
                settings.durability() != Durability.MAPPED);
        opened.push(numbers);
        final Operators operators = new Operators(engines);
        final MatchMaker maker = new MatchMaker(engines, numbers, operators, types, rules.book(), settings);

        times.done("matches");

        // 3. The edge.
        final PlayersPorts standing = taken == null ? null : taken.ports();
        counters = standing == null ? new EdgeCounters() : standing.counters();
        final SecureRandom random = new SecureRandom();
        final InputTraces traces = traces();
        if (traces != null) {
            opened.push(traces);
        }
        final EdgeLatency edgeLatency =
                new EdgeLatency(engines.all().stream().map(EngineHost::times).toList(), traces, NanoClock.SYSTEM);
        final EdgeServices services = new EdgeServices(
                engines,
                matches,
                maker,
                credentials.admission(),
                engines::safePosition,
                operators,
                random::nextBytes,
                counters,
                edgeLatency,
                new EdgeLog(news));
        final EdgeSettings edgeSettings = PlayersPorts.edge(settings, engines.epoch(), engines.hz());
        final ViewLogging viewLogs = ViewLogging.of(settings, engines, matches, edgeSettings.viewLimits());
        opened.push(viewLogs);
        final DutyThread loggingViews = duty("view-log", viewLogs::doWork, VIEW_LOG_REST_NS);
        opened.push(loggingViews);
        if (taken != null) {
            taken.beforeServing().run();
            times.done("epoch on disk");
        }
        edge = edge(standing, transport, services, edgeSettings);
        opened.push(edge);
        final DutyThread pump = duty("edge-pump", edge.pump()::doWork, edge.pump()::restNs);
        opened.push(pump);
        news.pump(edge.pump(), pump::wake);
        news.whenOverruled(edge::sendAway);
        news.whenMoving(edge::announceMoving);
        times.done("players' ports");

        // 4. What works beside the engines, and time.
        engines.all().forEach(EngineHost::startHousekeeping);
        final DutyThread reloading = follow(rules, operators);
        opened.push(reloading);
        maker.createMissing();
        engines.all().forEach(EngineHost::begin);
        // Who came back to a seat has been answered by now: that is not left to wait for the first frame.
        pump.wake();
        times.done("time passes");
        final DutyThread renewing = duty("credentials", credentials::doWork, CREDENTIALS_REST_NS);
        opened.push(renewing);
        final DutyThread making = duty("match-maker", maker::doWork, DEMAND_REST_NS);
        opened.push(making);
        final DutyThread delivering = duty("results", news.delivery()::doWork, RESULTS_REST_NS);
        opened.push(delivering);
        final DutyThread watching = duty("watchdog", watchdog(matches)::doWork, Watchdog.REST_NS);
        opened.push(watching);
        final DutyThread tracing = traces == null ? null : duty("traces", traces::doWork, TRACES_REST_NS);
        if (tracing != null) {
            opened.push(tracing);
        }
        final HiccupMeter meter =
                new HiccupMeter(engines.all().get(0).times().recorders().of(LatencyStage.HICCUP));
        final LatencyKeeping latencies = new LatencyKeeping(
                meter.recent(),
                settings.whole(ServerSetting.LATENCY_SECONDS),
                System::currentTimeMillis,
                System::nanoTime);
        latencies.add(engines.all());
        opened.push(latencies);
        if (!settings.flag(ServerSetting.PRODUCTION)) {
            edge.show(latencies.live());
        }
        final DutyThread keepingLatency = duty("latency", latencies::doWork, LATENCY_REST_NS);
        opened.push(keepingLatency);
        final DutyThread meteringHiccups = duty("hiccups", meter::doWork, 0);
        opened.push(meteringHiccups);
        final Replication shipping = Replication.open(settings, data, engines, numbers, matches, news);
        replication = shipping;
        if (shipping != null) {
            opened.push(shipping);
        }
        control = new MatchControl(
                engines,
                maker,
                operators,
                matches,
                types,
                rules.book(),
                edge::connectionsOf,
                () -> shipping == null ? List.of() : shipping.standbys());
        final AdminServer before = taken == null ? null : taken.admin();
        admin = before == null ? AdminPort.open(settings, () -> control) : before;

        if (admin != null) {
            admin.show(new ServerPages(
                    engines.all(),
                    counters,
                    latencies.totals(),
                    () -> Replication.figures(engines.all(), shipping),
                    news::isFailed));
            resources.add(admin);
        }
        // Without the pump nothing wakes the event loops any more, so they end as soon as everyone was told.
        resources.addAll(List.of(
                delivering::interrupt,
                reloading,
                renewing,
                making,
                pump,
                edge,
                loggingViews,
                viewLogs,
                engines,
                watching,
                numbers,
                results,
                meteringHiccups,
                keepingLatency,
                latencies));
        if (traces != null && tracing != null) {
            resources.addAll(List.of(tracing, traces));
        }
        // Standbys are sent the last of the journals, too.
        if (shipping != null) {
            resources.add(shipping);
        }
        // The lock of the directory is given back whatever fails, but while somebody may still write there.
        resources.add(() -> {
            if (!engines.isAnyAbandoned()) {
                data.close();
            }
        });
    }

    /** Those who are told of single inputs; null where nobody is. */
    private @Nullable InputTraces traces() {
        final InputSampling sampling = settings.traced();
        return sampling == null
                ? null
                : new InputTraces(
                        engines.all().stream().map(EngineHost::times).toList(),
                        sampling,
                        new OtlpSink(
                                settings.text(ServerSetting.OTLP), settings.text(ServerSetting.NAME), Build.version()),
                        System::currentTimeMillis,
                        System::nanoTime);
    }

    /** Carries changes of the files of rules to the book and to running matches, for as long as it turns. */
    private DutyThread follow(final ServerRules rules, final Operators operators) {
        final RulesReloader reloader = new RulesReloader(
                rules.source(),
                rules.first(),
                rules.book(),
                settings.rulesLocation() == null ? null : data.path().resolve(RULES_NOTED),
                (event, answered) -> operators.send(event, answered) != 0,
                NanoClock.SYSTEM,
                LOG::info,
                LOG::warn);
        if (settings.rulesLocation() != null) {
            engines.all().forEach(host -> host.matches().forEach(match -> reloader.met(new PublishedMatch(match))));
            news.rules(reloader);
        }
        return duty("rules", reloader::doWork, RULES_REST_NS);
    }

    /** The games there are, and the rules for their matches. */
    private record ServerRules(GameTypes types, RuleSource source, RuleSource.Reading first, RuleBook book) {}

    /** The players' ports: those that were open for a standby, or others. */
    private GameServer edge(
            final @Nullable PlayersPorts open,
            final Transport transport,
            final EdgeServices services,
            final EdgeSettings edgeSettings) {
        if (open != null) {
            return open.serve(edgeSettings, services, engines.sources());
        }
        final GameServer server = PlayersPorts.serving(
                settings,
                transport,
                isEncrypted ? credentials.certificates() : null,
                edgeSettings,
                services,
                engines.sources());
        PlayersPorts.open(settings, server);
        return server;
    }

    private DutyThread duty(final String name, final DutyThread.Duty duty, final long restNs) {
        return duty(name, duty, () -> restNs);
    }

    private DutyThread duty(final String name, final DutyThread.Duty duty, final LongSupplier restNs) {
        return new DutyThread(
                "ringside-" + name, duty, restNs, cause -> news.engineFailed("the thread " + name + " failed", cause));
    }

    private Watchdog watchdog(final MatchDirectory matches) {
        final long boundNs = TimeUnit.SECONDS.toNanos(settings.whole(ServerSetting.WATCHDOG_SECONDS));
        return new Watchdog(boundNs == 0 ? List.of() : engines.all(), boundNs, NanoClock.SYSTEM, (stuck, match) -> {
            final HostedMatch hosted = matches.find(match);
            final String game = hosted == null ? "(unknown)" : hosted.layout().game();
            final int lastFrame = hosted == null ? -1 : hosted.snapshots().newestFrame();
            engines.of(match).abandon();
            news.engineStuck(Watchdog.describe(stuck, match, game, lastFrame, boundNs));
        });
    }

    /** The port for framed clients and line mode; -1 when there is none. */
    public int tcpPort() {
        return edge.tcpPort();
    }

    /** The port for pages and WebSockets; -1 when there is none. */
    public int httpPort() {
        return edge.httpPort();
    }

    /** The UDP port for QUIC; -1 when there is none. */
    public int quicPort() {
        return edge.quicPort();
    }

    /** The port for operators; -1 when there is none. */
    public int adminPort() {
        return admin == null ? -1 : admin.port();
    }

    /** The port for standbys; -1 when there is none. */
    public int replicationPort() {
        return replication == null ? -1 : replication.port();
    }

    /** What operators can ask of it. */
    MatchControl control() {
        return control;
    }

    /** The line that says that players may come. */
    public String readyLine() {
        final StringBuilder line = new StringBuilder("ready");
        final String host = settings.text(ServerSetting.BIND);
        if (httpPort() >= 0) {
            line.append(isEncrypted ? " https://" : " http://")
                    .append(host)
                    .append(':')
                    .append(httpPort())
                    .append('/');
        }
        if (tcpPort() >= 0) {
            line.append(isEncrypted ? " tls://" : " tcp://")
                    .append(host)
                    .append(':')
                    .append(tcpPort());
        }
        if (quicPort() >= 0) {
            final String fingerprint = edge.quicFingerprint();
            line.append(" quic://")
                    .append(host)
                    .append(':')
                    .append(quicPort())
                    .append(fingerprint.isEmpty() ? "" : "#" + fingerprint);
        }
        if (adminPort() >= 0) {
            line.append(" admin ")
                    .append(settings.text(ServerSetting.ADMIN_BIND))
                    .append(':')
                    .append(adminPort());
        }
        if (replicationPort() >= 0) {
            line.append(" replication ")
                    .append(settings.text(ServerSetting.REPLICATION_BIND))
                    .append(':')
                    .append(replicationPort());
        }
        return line.append(" epoch ")
                .append(engines.epoch())
                .append(" dir ")
                .append(data.path())
                .toString();
    }

    /**
     * A connect token for whoever wants to try: for the first match there is, and one player. Null where none is needed, in
     * production, and where no key can sign.
     */
    public @Nullable String exampleToken() {
        return credentials.exampleToken(exampleMatch());
    }

    /** The match that {@link #exampleToken} is for. */
    public int exampleMatch() {
        return engines.all().stream()
                .flatMap(host -> host.matches().stream())
                .mapToInt(MatchSlot::id)
                .min()
                .orElse(1);
    }

    public EdgeCounters counters() {
        return counters;
    }

    /** FRAMEs completed since the start, by the engine that completed most. */
    public long framesDone() {
        return engines.framesDone();
    }

    /** Matches that are remembered, ended ones included. */
    public int matches() {
        return engines.matches();
    }

    /** Waits until an engine fails, or the time is over. Returns true when one failed. */
    public boolean awaitFailure(final long time, final TimeUnit unit) throws InterruptedException {
        return news.awaitFailure(time, unit);
    }

    /** A thread of the process ended by what nobody expected there: the server stops. Any thread. */
    public void failed(final Thread thread, final Throwable cause) {
        news.engineFailed("the thread " + thread.getName() + " failed", cause);
    }

    /** Tells others, again and again, that this server took over. The caller closes what it is given, before this. */
    AutoCloseable announce(final Heralding.Speaker speaker, final List<Follower.Dialer> others) {
        return Heralding.begin(settings, data.serverId(), engines.all().get(0), speaker, others, news::engineFailed);
    }

    /** True once an engine failed: what it wrote is safe, what it holds in memory is not to be trusted. */
    public boolean isFailed() {
        return news.isFailed();
    }

    /**
     * Tells every client, lets what was admitted pass, and ends the journals cleanly. An engine whose game does not return is left
     * as it is, and the directory stays locked until the process ends; then there is no final hash.
     */
    public Summary stop() {
        close();
        return new Summary(
                engines.framesDone(),
                engines.skippedFrames(),
                counters.get(EdgeCounter.INPUTS_OFFERED),
                engines.matches(),
                engines.isAnyAbandoned() ? "unknown" : XxHash64.hex(engines.finalHash()),
                data.path().toString(),
                isFailed());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Closing.all(resources);
    }
}

package ringside.server;

import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.GameServer;
import ringside.io.netty.ListenException;
import ringside.io.netty.Transport;
import ringside.io.session.Admission;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgePump;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDirectory;
import ringside.journal.DataDirectory;
import ringside.layout.XxHash64;

/**
 * A match server: one data directory, one engine, one network edge. The composition root, in plain Java from top to
 * bottom.
 */
public final class RingsideServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");
    private static final long PUMP_REST_NS = 100_000;

    private final ServerSettings settings;
    private final DataDirectory data;
    private final EngineHost engine;
    private final GameServer edge;
    private final EdgeCounters counters;
    private final DutyThread pumpThread;
    private final Signals signals;
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

    private RingsideServer(
            final ServerSettings settings,
            final DataDirectory data,
            final EngineHost engine,
            final GameServer edge,
            final EdgeCounters counters,
            final Signals signals) {
        this.settings = settings;
        this.data = data;
        this.engine = engine;
        this.edge = edge;
        this.counters = counters;
        this.signals = signals;
        pumpThread = new DutyThread(
                "ringside-edge-pump",
                edge.pump()::doWork,
                () -> PUMP_REST_NS,
                cause -> signals.engineFailed("the edge's pump failed", cause));
    }

    /** Recovers what the directory holds, and serves. Throws {@link ServerException} when it cannot. */
    public static RingsideServer start(final ServerSettings settings) {
        return start(settings, Transport.NETWORK);
    }

    /** The same without a port: clients of this process find it at {@code local://NAME}, the name being its bind address. */
    public static RingsideServer startInProcess(final ServerSettings settings) {
        return start(settings, Transport.IN_PROCESS);
    }

    private static RingsideServer start(final ServerSettings settings, final Transport transport) {
        final GameTypes types = Games.load();
        // Before the directory is touched: what is refused leaves nothing behind.
        settings.requireTogether();
        MatchRules.record(
                Games.require(types, settings.text(ServerSetting.GAME)).layout(), settings.rules());
        final SecureRandom random = new SecureRandom();
        final DataDirectory data = DataDirectory.open(settings.dir(), random::nextLong);
        final Deque<AutoCloseable> opened = new ArrayDeque<>();
        opened.push(data);
        try {
            final MatchDirectory matches = new MatchDirectory();
            types.all().forEach(matches::host);
            final Signals signals = new Signals(matches);
            final EngineHost engine = EngineHost.open(settings, data, 0, types, signals);
            opened.push(engine);
            final EdgeCounters counters = new EdgeCounters();
            final GameServer edge = edge(settings, transport, engine, matches, counters, random);
            opened.push(edge);
            signals.pump = edge.pump();
            edge.start();
            final RingsideServer server = new RingsideServer(settings, data, engine, edge, counters, signals);
            // It closes all of them now.
            opened.clear();
            opened.push(server);
            engine.begin(settings, types);
            return server;
        } catch (final RuntimeException | Error e) {
            for (final AutoCloseable resource : opened) {
                EngineHost.closeAfter(e, resource);
            }
            if (e instanceof ListenException) {
                throw ServerException.configuration(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    private static GameServer edge(
            final ServerSettings settings,
            final Transport transport,
            final EngineHost engine,
            final MatchDirectory matches,
            final EdgeCounters counters,
            final SecureRandom random) {
        final EdgeSettings edgeSettings =
                EdgeSettings.at(engine.epoch(), engine.hz()).withLineMode(!settings.flag(ServerSetting.PRODUCTION));
        final EdgeServices services = new EdgeServices(
                engine.port(),
                matches,
                Admission.OPEN,
                engine::safePosition,
                random::nextBytes,
                counters,
                InputLatency.NOBODY,
                (connection, cause) -> LOG.error("connection {} was closed: our own failure", connection, cause));
        return new GameServer(
                transport,
                ringside.io.netty.ServerSettings.DEFAULT
                        .withHost(settings.text(ServerSetting.BIND))
                        .withPorts(settings.whole(ServerSetting.TCP), settings.whole(ServerSetting.HTTP)),
                edgeSettings,
                services,
                engine.answers(),
                NanoClock.SYSTEM,
                RingsideServer.class.getClassLoader());
    }

    /** The port for framed clients and line mode; -1 when there is none. */
    public int tcpPort() {
        return edge.tcpPort();
    }

    /** The port for pages and WebSockets; -1 when there is none. */
    public int httpPort() {
        return edge.httpPort();
    }

    /** The line that says that players may come. */
    public String readyLine() {
        final StringBuilder line = new StringBuilder("ready");
        final String host = settings.text(ServerSetting.BIND);
        if (httpPort() >= 0) {
            line.append(" http://").append(host).append(':').append(httpPort()).append('/');
        }
        if (tcpPort() >= 0) {
            line.append(" tcp://").append(host).append(':').append(tcpPort());
        }
        return line.append(" epoch ")
                .append(engine.epoch())
                .append(" dir ")
                .append(data.path())
                .toString();
    }

    public EdgeCounters counters() {
        return counters;
    }

    /** FRAMEs completed since the start. */
    public long framesDone() {
        return engine.framesDone();
    }

    /** Waits until the engine fails, or the time is over. Returns true when it failed. */
    public boolean awaitFailure(final long time, final TimeUnit unit) throws InterruptedException {
        return signals.failed.await(time, unit);
    }

    /** True once the engine failed: what it wrote is safe, what it holds in memory is not to be trusted. */
    public boolean isFailed() {
        return signals.failed.getCount() == 0;
    }

    /** Tells every client, lets what was admitted pass, and ends the journal cleanly. */
    public Summary stop() {
        close();
        return new Summary(
                engine.framesDone(),
                engine.skippedFrames(),
                counters.get(EdgeCounter.INPUTS_OFFERED),
                engine.matches(),
                XxHash64.hex(engine.finalHash()),
                data.path().toString(),
                isFailed());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // From the last to the first; the lock of the directory is given back whatever fails.
        try (data;
                engine;
                edge) {
            // Without the pump nothing wakes the event loops any more, so they end as soon as everyone was told.
            pumpThread.close();
        }
    }

    /** Connects the engine's news to the edge. */
    private static final class Signals implements EngineHost.Listener {
        private final MatchDirectory matches;
        private final CountDownLatch failed = new CountDownLatch(1);
        private volatile @Nullable EdgePump pump;

        Signals(final MatchDirectory matches) {
            this.matches = matches;
        }

        @Override
        public void matchCreated(final MatchSlot match) {
            matches.add(match);
        }

        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            final EdgePump waking = pump;
            if (waking != null) {
                waking.frameDone(position);
            }
        }

        @Override
        public void engineFailed(final String what, final Throwable cause) {
            LOG.error("{}: the server stops", what, cause);
            failed.countDown();
        }
    }
}

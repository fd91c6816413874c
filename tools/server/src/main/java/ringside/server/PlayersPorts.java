package ringside.server;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.Certificates;
import ringside.io.netty.GameServer;
import ringside.io.netty.ListenException;
import ringside.io.netty.Transport;
import ringside.io.protocol.Limits;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeFailures;
import ringside.io.session.EdgePump;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;
import ringside.io.session.MatchDirectory;
import ringside.io.session.SpectatorSettings;

/**
 * The ports of players as settings want them: open from the start of a standby on, where they say that nobody is served yet, and of
 * a server that serves.
 */
final class PlayersPorts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");

    private final ServerSettings settings;
    private final EdgeCounters counters = new EdgeCounters();
    private final Failures failures = new Failures();
    private final GameServer server;

    private PlayersPorts(final ServerSettings settings, final Credentials credentials) {
        this.settings = settings;
        server = encrypted(
                GameServer.standingBy(
                        Transport.NETWORK,
                        network(settings),
                        edge(settings, 0, settings.whole(ServerSetting.HZ)),
                        new EdgeServices(
                                event -> false,
                                new MatchDirectory(),
                                MatchDemand.NONE,
                                credentials.admission(),
                                match -> -1,
                                AnswerSink.NOBODY,
                                bytes -> {},
                                counters,
                                InputLatency.NOBODY,
                                failures),
                        NanoClock.SYSTEM,
                        PlayersPorts.class.getClassLoader()),
                credentials.certificates());
    }

    /** Opens those of a standby. Throws {@link ServerException} when one cannot be had. */
    static PlayersPorts standBy(final ServerSettings settings, final Credentials credentials) {
        final PlayersPorts ports = new PlayersPorts(settings, credentials);
        try {
            open(settings, ports.server);
            return ports;
        } catch (final ListenException e) {
            throw ServerException.configuration(String.valueOf(e.getMessage()), e);
        }
    }

    /** Those of a server that serves, not open yet. */
    static GameServer serving(
            final ServerSettings settings,
            final Transport transport,
            final @Nullable Supplier<Certificates> certificates,
            final EdgeSettings edge,
            final EdgeServices services,
            final List<EdgePump.Source> engines) {
        return encrypted(
                new GameServer(
                        transport,
                        network(settings),
                        edge,
                        services,
                        engines,
                        NanoClock.SYSTEM,
                        PlayersPorts.class.getClassLoader()),
                certificates);
    }

    private static GameServer encrypted(final GameServer server, final @Nullable Supplier<Certificates> certificates) {
        return certificates == null ? server : server.encrypt(certificates);
    }

    /** Listens at all of them. */
    static void open(final ServerSettings settings, final GameServer server) {
        server.start();
        if (settings.whole(ServerSetting.QUIC) >= 0) {
            server.startQuic(settings.whole(ServerSetting.QUIC));
        }
    }

    static EdgeSettings edge(final ServerSettings settings, final long epoch, final int hz) {
        return EdgeSettings.at(epoch, hz)
                .withLineMode(!settings.flag(ServerSetting.PRODUCTION))
                .withDevelopment(!settings.flag(ServerSetting.PRODUCTION))
                .withViewBudgetBytes(settings.whole(ServerSetting.VIEW_BUDGET_BYTES))
                .withSpectators(new SpectatorSettings(
                        settings.whole(ServerSetting.MAX_SPECTATORS),
                        settings.whole(ServerSetting.SPECTATOR_DELAY_SECONDS) * 1_000,
                        settings.whole(ServerSetting.SPECTATOR_HZ)))
                .withLimits(Limits.DEFAULT
                        .withHandshakeDeadlineMs(handshakeMs(settings))
                        .withIdleTimeoutMs(settings.whole(ServerSetting.CLIENT_IDLE_SECONDS) * 1_000));
    }

    private static int handshakeMs(final ServerSettings settings) {
        return settings.whole(ServerSetting.HANDSHAKE_SECONDS) * 1_000;
    }

    private static ringside.io.netty.ServerSettings network(final ServerSettings settings) {
        return ringside.io.netty.ServerSettings.DEFAULT
                .withHost(settings.text(ServerSetting.BIND))
                .withPorts(settings.whole(ServerSetting.TCP), settings.whole(ServerSetting.HTTP))
                .withConnections(
                        OpenFiles.connections(
                                settings.whole(ServerSetting.MAX_CONNECTIONS), settings.whole(ServerSetting.ENGINES)),
                        settings.whole(ServerSetting.MAX_CONNECTIONS_PER_ADDRESS),
                        settings.whole(ServerSetting.MAX_ACCEPTS_PER_SECOND))
                .withAddressLimits(
                        settings.whole(ServerSetting.MAX_CONNECTIONS_PER_ADDRESS),
                        settings.whole(ServerSetting.MAX_ACCEPTS_PER_ADDRESS),
                        false)
                .withHttpDeadlineMs(handshakeMs(settings))
                .withEncryptionDeadlineMs(handshakeMs(settings));
    }

    /** What is counted here, before and after. */
    EdgeCounters counters() {
        return counters;
    }

    /**
     * Serves from now on. The server is the caller's.
     *
     * @param services with {@link #counters()}
     */
    GameServer serve(final EdgeSettings edge, final EdgeServices services, final List<EdgePump.Source> engines) {
        failures.hearer = services.failures();
        server.serve(edge, services, engines);
        return server;
    }

    /** How many have come so far who wait for this server to serve. */
    int waited() {
        return server.waited();
    }

    /** The port for framed clients; -1 when there is none. */
    int tcpPort() {
        return server.tcpPort();
    }

    /** Where players will come, as a list of addresses, each behind a blank. */
    String addresses() {
        final String host = settings.text(ServerSetting.BIND);
        final StringBuilder all = new StringBuilder();
        final boolean isEncrypted = server.isEncrypted();
        if (server.httpPort() >= 0) {
            all.append(isEncrypted ? " https://" : " http://")
                    .append(host)
                    .append(':')
                    .append(server.httpPort())
                    .append('/');
        }
        if (server.tcpPort() >= 0) {
            all.append(isEncrypted ? " tls://" : " tcp://")
                    .append(host)
                    .append(':')
                    .append(server.tcpPort());
        }
        return all.toString();
    }

    @Override
    public void close() {
        server.close();
    }

    /** Tells the log until there is a server to be told. */
    private static final class Failures implements EdgeFailures {
        private volatile EdgeFailures hearer = new EdgeFailures() {
            @Override
            public void failed(final long connection, final RuntimeException cause) {
                LOG.warn("connection {} failed", connection, cause);
            }

            @Override
            public void acceptingPaused(final String why) {
                LOG.warn("accepting players is paused: {}", why);
            }
        };

        @Override
        public void failed(final long connection, final RuntimeException cause) {
            hearer.failed(connection, cause);
        }

        @Override
        public void broken(final Throwable cause) {
            hearer.broken(cause);
        }

        @Override
        public void acceptingPaused(final String why) {
            hearer.acceptingPaused(why);
        }

        @Override
        public void desynced(final long connection, final String difference) {
            hearer.desynced(connection, difference);
        }
    }
}

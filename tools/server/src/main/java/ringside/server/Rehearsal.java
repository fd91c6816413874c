package ringside.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.logic.GameType;
import ringside.io.client.ClientLoops;
import ringside.io.client.ClientSession;
import ringside.io.client.ClientSettings;
import ringside.io.client.GameClient;
import ringside.io.client.SessionListener;
import ringside.layout.RecordView;

/**
 * Rehearses a takeover, again and again for some seconds, so that its code is loaded and compiled by the time of a real one: a small
 * primary, a standby that follows it and is promoted, and players who go over from the one to the other; in a folder that is removed
 * again, at ports of this machine that nobody is told of. Nothing depends on it; promoted before its end, a standby takes a second longer.
 *
 * <p>It works on a thread of its own.
 */
final class Rehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");
    private static final int MATCHES = 2;
    private static final int MOST_PLAYERS = 20;
    private static final int RESUME_EVERY_MS = 100;
    private static final int RESUMES_BEFORE = 2;
    private static final int RESUMES_AFTER = 3;
    private static final int LOOK_MS = 5;

    /** A takeover is waited for no longer, whatever is in its way. */
    private static final int PATIENCE_SECONDS = 5;

    private static final int END_SECONDS = 10;
    private static final long MS = 1_000_000;

    private final ServerSettings settings;
    private final String secret = Long.toHexString(new SecureRandom().nextLong());
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    private Rehearsal(final ServerSettings settings) {
        this.settings = settings;
    }

    /** Begins one, unless the settings want none. */
    static Rehearsal begin(final ServerSettings settings) {
        final Rehearsal rehearsal = new Rehearsal(settings);
        if (settings.whole(ServerSetting.REHEARSAL_SECONDS) == 0) {
            rehearsal.over.countDown();
        } else {
            Beforehand.begin("rehearsal", rehearsal::run);
        }
        return rehearsal;
    }

    /** Whether it is over, or was not wanted. Any thread. */
    boolean isDone() {
        return over.getCount() == 0;
    }

    private void run() {
        final long startNs = System.nanoTime();
        final long endNs = startNs + TimeUnit.SECONDS.toNanos(settings.whole(ServerSetting.REHEARSAL_SECONDS));
        try {
            RehearsalFolders.sweep(Path.of(System.getProperty("java.io.tmpdir")), System.currentTimeMillis());
            final Path folder = Files.createTempDirectory(RehearsalFolders.PREFIX);
            LOG.info("rehearses being promoted in {}: what is said of its engine 0 meanwhile is of no concern", folder);
            int takeovers = 0;
            try {
                while (System.nanoTime() < endNs && !isCancelled()) {
                    takeovers += takeOver(folder.resolve(String.valueOf(takeovers))) ? 1 : 0;
                }
            } finally {
                RehearsalFolders.remove(folder);
            }
            LOG.info("rehearsed {} takeovers in {} ms", takeovers, (System.nanoTime() - startNs) / MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException | RuntimeException e) {
            LOG.warn("could not rehearse being promoted, which will take longer for that: {}", e.toString());
        } finally {
            over.countDown();
        }
    }

    private boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /** As the real servers, but small, and reached by nobody else. */
    private ServerSettings small(final Path folder) {
        return ServerSettings.defaults()
                .with(ServerSetting.DIR, folder.toString())
                .with(ServerSetting.GAME, settings.text(ServerSetting.GAME))
                .with(ServerSetting.HZ, settings.whole(ServerSetting.HZ))
                .with(ServerSetting.GRAPH, settings.text(ServerSetting.GRAPH))
                .with(ServerSetting.DURABILITY, settings.durability().name().toLowerCase(Locale.ROOT))
                .with(ServerSetting.MATCHES, MATCHES)
                .with(ServerSetting.MAX_MATCHES, MATCHES)
                .with(ServerSetting.TCP, 0)
                .with(ServerSetting.HTTP, -1)
                .with(ServerSetting.ADMIN, 0)
                .with(ServerSetting.ADMIN_SECRET, secret)
                .with(ServerSetting.REPLICATION, 0)
                .with(ServerSetting.REPLICATION_SECRET, secret)
                .with(ServerSetting.WATCHDOG_SECONDS, 0)
                .with(ServerSetting.REHEARSAL_SECONDS, 0);
    }

    /** One takeover from its beginning to its end; false when it was broken off. */
    private boolean takeOver(final Path folder) throws InterruptedException, IOException {
        try (RingsideServer primary = RingsideServer.start(small(folder.resolve("primary")));
                StandbyServer standby = StandbyServer.start(
                        small(folder.resolve("standby")),
                        List.of(new StandbyServer.Address("127.0.0.1", primary.replicationPort())));
                Players players = new Players(small(folder), primary.tcpPort(), standby.tcpPort())) {
            players.join();
            if (!isReady(standby) || !players.comeBack(RESUMES_BEFORE)) {
                return false;
            }
            primary.stop();
            return serves(standby, players);
        }
    }

    private boolean isReady(final StandbyServer standby) throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!standby.isInSync()) {
            if (System.nanoTime() > endNs || cancelled.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    /** As an operator does, whose way is warm then, too. */
    private void askToPromote(final StandbyServer standby) throws IOException {
        try (Socket operator = new Socket(InetAddress.getLoopbackAddress(), standby.adminPort())) {
            operator.setSoTimeout(PATIENCE_SECONDS * 1_000);
            final String body = "{\"who\":\"ringside\",\"why\":\"a rehearsal\"}";
            final String request = String.join(
                    "\r\n",
                    "POST /promote HTTP/1.1",
                    "Host: localhost",
                    "Connection: close",
                    "Authorization: Bearer " + secret,
                    "Content-Type: application/json",
                    "Content-Length: " + body.length(),
                    "",
                    body);
            operator.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            final String answer = new String(operator.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (standby.promoted() == null) {
                throw new IOException("not promoted: " + answer.lines().reduce("", (before, line) -> line));
            }
        }
    }

    private boolean serves(final StandbyServer standby, final Players players)
            throws InterruptedException, IOException {
        askToPromote(standby);
        try (RingsideServer serving = standby.promoted()) {
            return serving != null && players.comeBack(RESUMES_AFTER);
        }
    }

    /** Has it end soon; nobody needs to wait for that. */
    void cancel() {
        cancelled.countDown();
    }

    /** Ends it, and waits a while for that: its folder is gone then. */
    @Override
    public void close() {
        cancel();
        try {
            if (!over.await(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the rehearsal of being promoted does not end");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Some players, who know both servers. */
    private final class Players implements AutoCloseable {
        private final ClientLoops loops = new ClientLoops(1);
        private final List<GameClient> clients = new ArrayList<>();

        Players(final ServerSettings settings, final int... ports) {
            final GameType type = Games.require(Games.load(), settings.text(ServerSetting.GAME));
            final StringBuilder addresses = new StringBuilder();
            for (final int port : ports) {
                addresses
                        .append(addresses.isEmpty() ? "" : ",")
                        .append("tcp://127.0.0.1:")
                        .append(port);
            }
            final ClientSettings plain = ClientSettings.of(addresses.toString());
            final ClientSettings wanted = type.isLockstep() ? plain.withGame(type) : plain;
            for (int i = 0; i < Math.min(MOST_PLAYERS, MATCHES * type.layout().seats()); i++) {
                clients.add(new GameClient(loops.next(), wanted.withSeed(i), new Player()));
            }
        }

        void join() {
            clients.forEach(GameClient::join);
        }

        /** They take their seats again and again; false when the rehearsal was broken off meanwhile. */
        boolean comeBack(final int times) throws InterruptedException {
            for (int i = 0; i < times; i++) {
                if (cancelled.await(RESUME_EVERY_MS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
                clients.forEach(GameClient::resume);
            }
            return true;
        }

        @Override
        public void close() {
            clients.forEach(GameClient::close);
            loops.close();
        }
    }

    /** Presses nothing, in every frame. */
    private static final class Player implements SessionListener {
        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            return true;
        }
    }
}

package ringside.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * Does everything once that a standby has to do when it is promoted, so that its code is loaded and compiled by then: a server of its
 * own, in a folder that is removed again, at a port of this machine that nobody is told of, with players who take their seats again
 * and again. Nothing depends on it; promoted before its end, a standby takes a second longer.
 *
 * <p>It works on a thread of its own.
 */
final class Rehearsal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.standby");
    private static final int MATCHES = 2;
    private static final int MOST_PLAYERS = 20;
    private static final int RESUME_EVERY_MS = 200;
    private static final int END_SECONDS = 10;
    private static final long MS = 1_000_000;

    private final ServerSettings settings;
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
        try {
            final Path folder = Files.createTempDirectory("ringside-rehearsal-");
            LOG.info("rehearses being promoted in {}: what is said of its engine 0 meanwhile is of no concern", folder);
            try {
                play(server(folder));
            } finally {
                remove(folder);
            }
            LOG.info("rehearsed for {} ms", (System.nanoTime() - startNs) / MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException | RuntimeException e) {
            LOG.warn("could not rehearse being promoted, which will take longer for that: {}", e.toString());
        } finally {
            over.countDown();
        }
    }

    /** As the promoted one will be, but small, and reached by nobody else. */
    private ServerSettings server(final Path folder) {
        return ServerSettings.defaults()
                .with(ServerSetting.DIR, folder.resolve("data").toString())
                .with(ServerSetting.GAME, settings.text(ServerSetting.GAME))
                .with(ServerSetting.HZ, settings.whole(ServerSetting.HZ))
                .with(ServerSetting.GRAPH, settings.text(ServerSetting.GRAPH))
                .with(ServerSetting.MATCHES, MATCHES)
                .with(ServerSetting.MAX_MATCHES, MATCHES)
                .with(ServerSetting.TCP, 0)
                .with(ServerSetting.HTTP, -1)
                .with(ServerSetting.REPLICATION, settings.whole(ServerSetting.REPLICATION) < 0 ? -1 : 0)
                .with(ServerSetting.WATCHDOG_SECONDS, 0)
                .with(ServerSetting.REHEARSAL_SECONDS, 0);
    }

    private void play(final ServerSettings small) throws InterruptedException {
        final GameType type = Games.require(Games.load(), small.text(ServerSetting.GAME));
        final int players = Math.min(MOST_PLAYERS, MATCHES * type.layout().seats());
        final long endNs =
                System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.whole(ServerSetting.REHEARSAL_SECONDS));
        try (RingsideServer server = RingsideServer.start(small);
                ClientLoops loops = new ClientLoops(1)) {
            final ClientSettings plain = ClientSettings.of("tcp://127.0.0.1:" + server.tcpPort());
            final ClientSettings wanted = type.isLockstep() ? plain.withGame(type) : plain;
            final List<GameClient> clients = new ArrayList<>();
            for (int i = 0; i < players; i++) {
                final GameClient client = new GameClient(loops.next(), wanted.withSeed(i), new Player());
                clients.add(client);
                client.join();
            }
            while (System.nanoTime() < endNs && !cancelled.await(RESUME_EVERY_MS, TimeUnit.MILLISECONDS)) {
                clients.forEach(GameClient::resume);
            }
            clients.forEach(GameClient::close);
        }
    }

    private static void remove(final Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
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

    /** Presses nothing, in every frame. */
    private static final class Player implements SessionListener {
        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            return true;
        }
    }
}

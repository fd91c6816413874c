package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.engine.logic.GameType;
import ringside.io.netty.GameServer;
import ringside.io.netty.ServerSettings;
import ringside.io.netty.Transport;
import ringside.io.session.EdgePump;
import ringside.layout.Table;

/** A picture over a real socket: what a client draws on its loop. Nothing here depends on how fast the machine is. */
@Timeout(60)
final class PictureTcpTest {
    private static final int HZ = 60;

    private final MatchServer engine = new MatchServer(new Pushers(), HZ, rules -> {});
    private volatile boolean stopped;

    @Test
    void own_rows_are_drawn_ahead_and_leaps_are_told_once() throws Exception {
        final GameServer server = new GameServer(
                Transport.NETWORK,
                ServerSettings.DEFAULT.withHost("127.0.0.1").withPorts(0, 0),
                engine.settings(),
                engine.services(),
                List.of(new EdgePump.Source(engine.answers(), engine::position)),
                System::nanoTime,
                PictureTcpTest.class.getClassLoader());
        server.start();
        final Thread frames = new Thread(() -> frames(server), "frames");
        frames.start();
        try (ClientLoops loops = new ClientLoops(1)) {
            play(server, loops);
        } finally {
            stopped = true;
            frames.join();
            server.close();
        }
    }

    private void frames(final GameServer server) {
        long dueNs = System.nanoTime();
        while (!stopped) {
            if (System.nanoTime() - dueNs >= 0) {
                engine.compute(System.nanoTime());
                server.pump().frameDone(0, engine.position());
                dueNs += TimeUnit.SECONDS.toNanos(1) / HZ;
            }
            if (server.pump().doWork() == 0) {
                LockSupport.parkNanos(50_000);
            }
        }
    }

    private static void play(final GameServer server, final ClientLoops loops) throws Exception {
        final DrawingPlayer player = new DrawingPlayer(1);
        final ClientSettings settings = ClientSettings.of("tcp://127.0.0.1:" + server.tcpPort())
                .withGame(new GameType(player.game))
                .withPicture(PictureSettings.of("x", "y"));
        final GameClient client = new GameClient(loops.next(), settings, player);
        final CompletableFuture<Boolean> drawnAhead = new CompletableFuture<>();
        client.onView(view -> {
                    final Picture picture =
                            Objects.requireNonNull(client.session().picture());
                    picture.advance(System.nanoTime());
                    final Table discs = view.layout().table("discs");
                    final int own = picture.first(discs);
                    // On a busy machine there are moments without anything to predict by.
                    if (player.leapsConfirmed.size() >= 3
                            && picture.ownFrame() > view.frame()
                            && picture.isPredicted(discs, own)) {
                        drawnAhead.complete(picture.drawn(discs, own, discs.column("x")) >= 0);
                    }
                })
                .join();
        assertTrue(drawnAhead.get(30, TimeUnit.SECONDS));
        client.leave();
        assertEquals(
                SessionEnd.Kind.LEFT, client.ended().get(30, TimeUnit.SECONDS).kind());
        assertEquals(List.of(), player.leapers, "own leaps are no news");
        assertTrue(client.statistics().effectsConfirmed() >= 3);
    }
}

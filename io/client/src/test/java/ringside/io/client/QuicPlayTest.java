package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.io.session.EdgeCounter;
import ringside.io.support.TcpProxy;
import ringside.io.support.TestEngine;
import ringside.io.support.UdpProxy;
import ringside.layout.RecordView;

/** QUIC from client to server and back, over real sockets of this machine. */
@Timeout(900)
final class QuicPlayTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int SHORT_SECONDS = 8;
    private static final int DELAY_MS = 150;
    private static final int JITTER_MS = 30;
    private static final int LOSS_PERCENT = 5;
    private static final double MOST_PERCENT = 0.5;
    private static final double LONGEST_FREEZE_MS = 100;

    private static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static GameClient join(final ClientLoops loops, final String url, final SmoothPlayer player) {
        final GameClient client = new GameClient(
                loops.next(), ClientSettings.of(url).withJoin(JoinRequest.ANY.withMatch(PacedServer.MATCH)), player);
        client.join();
        return client;
    }

    private static void say(final GameClient client, final PacedServer server, final int number) {
        final RecordView say = new RecordView(server.engine.game.say)
                .wrap(new UnsafeBuffer(new byte[64]), 0)
                .reset();
        say.set(server.engine.game.number, number);
        client.command(say);
    }

    @Test
    void a_player_joins_plays_commands_resumes_and_leaves() throws Exception {
        try (PacedServer server = new PacedServer();
                ClientLoops loops = new ClientLoops(1)) {
            final SmoothPlayer player = new SmoothPlayer();
            final GameClient client = join(loops, server.quicUrl(), player);
            await("views", () -> client.statistics().views() > 60 || player.end != null);
            say(client, server, 5);
            await("an answer", () -> player.answered == 1);
            client.resume();
            await("the second WELCOME", () -> player.joins.get() == 2);
            final long views = client.statistics().views();
            await("views", () -> client.statistics().views() > views + 30);
            assertTrue(client.statistics().inputsConsumed() > 30);
            assertTrue(client.statistics().roundTrip().count() > 0);
            client.leave();
            assertEquals(
                    SessionEnd.Kind.LEFT,
                    client.ended().get(30, TimeUnit.SECONDS).kind());
            assertEquals(0, client.statistics().faults());
            assertEquals(2, server.counters.get(EdgeCounter.QUIC_RETRIES));
            assertEquals(0, server.counters.get(EdgeCounter.DATAGRAMS_TOO_LONG));
            await("the connections to be gone", () -> server.server.openConnections() == 0);
            assertEquals(List.of(), server.failures);
        }
    }

    @Test
    void a_client_whose_address_changes_plays_on_over_the_same_connection() throws Exception {
        try (PacedServer server = new PacedServer();
                UdpProxy way = new UdpProxy(server.server.quicPort(), 1, 5, 0, 0);
                ClientLoops loops = new ClientLoops(1)) {
            final SmoothPlayer player = new SmoothPlayer();
            final GameClient client = join(loops, server.quicUrl(way.port()), player);
            await("views", () -> client.statistics().views() > 60);
            for (int moves = 1; moves <= 3; moves++) {
                way.moveClients();
                final long views = client.statistics().views();
                final long consumed = client.statistics().inputsConsumed();
                await(
                        "play after the move",
                        () -> client.statistics().views() > views + 60
                                && client.statistics().inputsConsumed() > consumed + 30);
            }
            assertEquals(1, player.joins.get());
            assertEquals(0, client.statistics().resumes());
            assertEquals(1, server.counters.get(EdgeCounter.QUIC_RETRIES));
            client.close();
        }
    }

    @Test
    void who_only_watches_is_sent_every_view_in_order_over_a_bad_way() throws Exception {
        try (PacedServer server = new PacedServer();
                UdpProxy way = new UdpProxy(server.server.quicPort(), 7, 20, 5, 5);
                ClientLoops loops = new ClientLoops(2)) {
            final GameClient player = join(loops, server.quicUrl(), new SmoothPlayer());
            final GameClient watcher = new GameClient(
                    loops.next(),
                    ClientSettings.of(server.quicUrl(way.port()))
                            .withJoin(
                                    JoinRequest.ANY.withMatch(PacedServer.MATCH).toWatch()));
            watcher.join();
            await("views", () -> watcher.statistics().views() > 100);
            assertEquals(0, watcher.statistics().faults(), "a view that was missed makes the next one unreadable");
            assertEquals(0, watcher.statistics().resumes());
            watcher.close();
            player.close();
        }
    }

    @Test
    void play_is_smooth_over_a_bad_way() throws Exception {
        final long seed = Long.getLong("ringside.seed", 1);
        final Played played = play(SHORT_SECONDS, seed);
        // How smooth it was says something of this machine, too, at whatever else it does: the ten minutes have the
        // bounds.
        assertEquals(0, played.resumes(), played.toString());
        assertTrue(played.picture().views() > SHORT_SECONDS * TestEngine.HZ / 4, played.toString());
        assertTrue(played.withoutInput() < played.frames() / 2, played.toString());
    }

    @Test
    @Tag("deep")
    void ten_minutes_over_a_bad_way_lack_few_inputs_and_never_freeze() throws Exception {
        final Played played = play(Integer.getInteger("ringside.quicSeconds", 600), Long.getLong("ringside.seed", 1));
        assertEquals(0, played.resumes(), played.toString());
        assertTrue(played.withoutInputPercent() <= MOST_PERCENT, played.toString());
        assertTrue(played.picture().dryPercent() <= MOST_PERCENT, played.toString());
        assertTrue(played.picture().longestFreezeMs() <= LONGEST_FREEZE_MS, played.toString());
    }

    /** What came of it for one player. */
    record Played(
            String carrier,
            int frames,
            int withoutInput,
            SmoothPlayer.Picture picture,
            long resumes,
            int late,
            double roundTripMs) {
        double withoutInputPercent() {
            return 100.0 * withoutInput / frames;
        }

        static Played of(
                final String carrier,
                final PacedServer server,
                final int seat,
                final int from,
                final int to,
                final GameClient client,
                final SmoothPlayer player) {
            return new Played(
                    carrier,
                    to - from,
                    server.framesWithoutInput(seat, from, to),
                    player.picture(from, TestEngine.HZ),
                    client.statistics().resumes(),
                    player.late.get(),
                    client.statistics().roundTrip().averageNs() / 1e6);
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s at %d ms +- %d ms each way, %d %% loss: %.3f %% of %d frames without input, %d late; %s; resumed %d times;"
                            + " round trip %.0f ms",
                    carrier,
                    DELAY_MS,
                    JITTER_MS,
                    LOSS_PERCENT,
                    withoutInputPercent(),
                    frames,
                    late,
                    picture,
                    resumes,
                    roundTripMs);
        }
    }

    /** Two players of one match over ways that are equally bad, one by QUIC and one by TCP; returns how the first fared. */
    private static Played play(final int seconds, final long seed) throws Exception {
        System.out.println("QuicPlayTest: -Dringside.seed=" + seed);
        try (PacedServer server = new PacedServer();
                UdpProxy way = new UdpProxy(server.server.quicPort(), seed, DELAY_MS, JITTER_MS, LOSS_PERCENT);
                TcpProxy otherWay = new TcpProxy(server.server.tcpPort(), seed, DELAY_MS, JITTER_MS, LOSS_PERCENT);
                ClientLoops loops = new ClientLoops(2)) {
            final SmoothPlayer player = new SmoothPlayer();
            final GameClient client = join(loops, server.quicUrl(way.port()), player);
            await("inputs", () -> client.statistics().inputsConsumed() > 3 * TestEngine.HZ);
            final SmoothPlayer other = new SmoothPlayer();
            final GameClient beside = join(loops, "tcp://127.0.0.1:" + otherWay.port(), other);
            await("inputs by TCP", () -> beside.statistics().inputsConsumed() > TestEngine.HZ);
            final int from = server.frame();
            final int to = from + seconds * TestEngine.HZ;
            final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds) + PATIENCE_NS;
            while (server.frame() < to && System.nanoTime() < deadlineNs) {
                LockSupport.parkNanos(10_000_000);
            }
            final Played played = Played.of("QUIC", server, 0, from, to, client, player);
            System.out.println(played + "; " + way.lost() + " datagrams lost");
            System.out.println(Played.of("TCP", server, 1, from, to, beside, other));
            client.close();
            beside.close();
            assertEquals(List.of(), server.failures);
            assertEquals(List.of(), server.inputsOutOfOrder());
            return played;
        }
    }
}

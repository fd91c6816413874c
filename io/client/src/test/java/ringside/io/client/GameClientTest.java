package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.layout.RecordView;

/** Real sockets on this machine. Nothing here depends on how fast they are. */
@Timeout(60)
final class GameClientTest {
    private final ScriptedGame game = new ScriptedGame();

    /** Counts views down, and inputs that were consumed after the last resume. */
    private static final class Counting implements SessionListener {
        final CountDownLatch joined = new CountDownLatch(1);
        final CountDownLatch resumed = new CountDownLatch(2);
        final CountDownLatch consumed = new CountDownLatch(60);
        final CountDownLatch consumedAfterResume = new CountDownLatch(30);
        final CountDownLatch answered = new CountDownLatch(1);

        @Override
        public void joined(final ClientSession session) {
            joined.countDown();
            resumed.countDown();
        }

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            return true;
        }

        @Override
        public void inputConsumed(final ClientSession session, final ConsumedInput input) {
            consumed.countDown();
            if (resumed.getCount() == 0) {
                consumedAfterResume.countDown();
            }
        }

        @Override
        public void commandAnswered(
                final ClientSession session,
                final int sequence,
                final CommandAnswer answer,
                final ringside.io.protocol.RefusalReason reason) {
            answered.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws"})
    void a_player_joins_plays_resumes_and_leaves_over_a_real_socket(final String carrier) throws Exception {
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(game, 60));
                ClientLoops loops = new ClientLoops(1)) {
            final Counting counting = new Counting();
            final String url = carrier.equals("tcp") ? server.tcpUrl() : server.webSocketUrl();
            final GameClient client = new GameClient(loops.next(), ClientSettings.of(url), counting);
            client.join();
            counting.consumed.await();
            client.command(new RecordView(game.say)
                    .wrap(new UnsafeBuffer(new byte[8]), 0)
                    .reset());
            counting.answered.await();
            server.dropAll();
            counting.consumedAfterResume.await();
            client.leave();
            final SessionEnd end = client.ended().get(30, TimeUnit.SECONDS);
            assertEquals(SessionEnd.Kind.LEFT, end.kind());
            final ClientStatistics statistics = client.statistics();
            assertEquals(1, statistics.resumes());
            assertEquals(0, statistics.faults());
            assertTrue(statistics.bytesReceived() > 90 * 13L, "bytes received " + statistics.bytesReceived());
            assertTrue(statistics.bytesSent() > 90 * 14L, "bytes sent " + statistics.bytesSent());
            assertTrue(statistics.roundTrip().count() > 0);
        }
    }

    @Test
    void many_clients_share_one_thread() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(game, 20));
                ClientLoops loops = new ClientLoops(1)) {
            final List<Counting> all = new ArrayList<>();
            final List<GameClient> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                final Counting counting = new Counting();
                final GameClient client = new GameClient(loops.next(), ClientSettings.of(server.tcpUrl()), counting);
                client.join();
                all.add(counting);
                clients.add(client);
            }
            for (final Counting counting : all) {
                counting.consumed.await();
            }
            clients.forEach(GameClient::leave);
            CompletableFuture.allOf(clients.stream().map(GameClient::ended).toArray(CompletableFuture[]::new))
                    .get(30, TimeUnit.SECONDS);
            for (final GameClient client : clients) {
                assertEquals(SessionEnd.Kind.LEFT, client.ended().join().kind());
            }
        }
    }

    @Test
    void views_and_effects_may_be_hung_in_by_themselves() throws Exception {
        try (ScriptedServer server = new ScriptedServer(new ScriptedMatch(game, 60));
                ClientLoops loops = new ClientLoops(1)) {
            final CountDownLatch views = new CountDownLatch(5);
            final CountDownLatch effects = new CountDownLatch(1);
            final GameClient client = new GameClient(loops.next(), ClientSettings.of(server.tcpUrl()));
            client.onView(view -> {
                        views.countDown();
                        client.send(new RecordView(view.layout().input())
                                .wrap(new UnsafeBuffer(new byte[8]), 0)
                                .reset());
                    })
                    .onEffect((frame, type, record, offset) -> effects.countDown())
                    .join();
            views.await();
            effects.await();
            client.leave();
            assertEquals(
                    SessionEnd.Kind.LEFT,
                    client.ended().get(30, TimeUnit.SECONDS).kind());
        }
    }

    @Test
    void nobody_listening_ends_the_client_when_its_patience_does() throws Exception {
        try (ClientLoops loops = new ClientLoops(1)) {
            final ClientSettings settings =
                    ClientSettings.of("tcp://127.0.0.1:1").withReconnect(ReconnectPolicy.DEFAULT.givingUpAfterMs(300));
            final GameClient client = new GameClient(loops.next(), settings, new Counting());
            client.join();
            assertEquals(
                    SessionEnd.Kind.GAVE_UP,
                    client.ended().get(30, TimeUnit.SECONDS).kind());
        }
    }
}

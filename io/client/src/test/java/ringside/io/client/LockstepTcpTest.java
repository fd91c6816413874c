package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameType;
import ringside.engine.logic.Turns;
import ringside.io.netty.GameServer;
import ringside.io.netty.ServerSettings;
import ringside.io.netty.Transport;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgePump;
import ringside.io.support.LockstepServer;
import ringside.io.support.Marbles;
import ringside.layout.RecordView;
import ringside.layout.State;

/** Lockstep over loopback: three clients with loops of their own, and a server with its event loops. */
final class LockstepTcpTest {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int FRAMES = 400;
    private static final int MOST_BEHIND = 3;

    private final LockstepServer engine = new LockstepServer(new Marbles(64 * 1_024));
    private final AtomicLong nowNs = new AtomicLong(engine.nowNs);
    private volatile boolean stopped;

    /** Pushes at random. */
    private static final class Mate implements SessionListener {
        final Marbles game = new Marbles(64 * 1_024);
        final GameType type = new GameType(game);
        final Map<Integer, Long> hashes = new ConcurrentHashMap<>();
        final List<Desync> desyncs = new ArrayList<>();
        final SplittableRandom random;
        volatile int newestFrame = -1;
        volatile int consumed;
        int plantAtFrame = -1;

        Mate(final int number) {
            random = new SplittableRandom(number);
        }

        @Override
        public boolean inputDue(
                final ClientSession session, final int targetFrame, final long dueNs, final RecordView input) {
            input.set(game.push, random.nextInt(-100, 101));
            return true;
        }

        @Override
        public void frameComputed(final ClientSession session, final State state, final int frame) {
            hashes.put(frame, Turns.sharedHash(type, state));
            if (frame == plantAtFrame) {
                state.set(state.first(game.table), game.frames, 5);
            }
            newestFrame = frame;
        }

        @Override
        public void inputConsumed(final ClientSession session, final ConsumedInput input) {
            consumed = input.inputSeq();
        }

        @Override
        public void desynced(final ClientSession session, final Desync desync) {
            synchronized (desyncs) {
                desyncs.add(desync);
            }
        }

        int desyncCount() {
            synchronized (desyncs) {
                return desyncs.size();
            }
        }
    }

    private static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(50_000);
        }
    }

    @Test
    void three_clients_compute_the_servers_match_and_a_difference_is_named() throws Exception {
        final GameServer server = new GameServer(
                Transport.NETWORK,
                ServerSettings.DEFAULT.withHost("127.0.0.1").withPorts(0, 0),
                engine.settings(),
                engine.services(),
                List.of(new EdgePump.Source(engine.answers, engine::safePosition)),
                nowNs::get,
                LockstepTcpTest.class.getClassLoader());
        server.start();
        final Thread pump = new Thread(() -> pump(server), "pump");
        pump.start();
        try (ClientLoops loops = new ClientLoops(2)) {
            play(server, loops);
        } finally {
            stopped = true;
            pump.join();
            server.close();
        }
        assertEquals(List.of(), engine.failures);
    }

    private void pump(final GameServer server) {
        while (!stopped) {
            if (server.pump().doWork() == 0) {
                LockSupport.parkNanos(50_000);
            }
        }
    }

    private void play(final GameServer server, final ClientLoops loops) throws Exception {
        final List<Mate> mates = List.of(new Mate(1), new Mate(2), new Mate(3));
        final List<GameClient> clients = new ArrayList<>();
        mates.get(2).plantAtFrame = FRAMES / 2;
        for (final Mate mate : mates) {
            final ClientSettings settings = ClientSettings.of("tcp://127.0.0.1:" + server.tcpPort())
                    .withJoin(JoinRequest.ANY.withMatch(LockstepServer.MATCH))
                    .withGame(mate.type);
            final GameClient client = new GameClient(loops.next(), settings, mate);
            client.join();
            clients.add(client);
        }
        for (final GameClient client : clients) {
            await("an image", () -> client.statistics().images() > 0);
        }
        while (engine.slot().frame() < FRAMES) {
            engine.nowNs = nowNs.addAndGet(TimeUnit.SECONDS.toNanos(1) / LockstepServer.HZ);
            engine.compute();
            server.pump().frameDone(0, engine.safePosition());
            final int frame = engine.slot().frame();
            await("a report", () -> frame <= FRAMES / 2 || mates.get(2).desyncCount() == 1);
            for (final Mate mate : mates) {
                await("frame " + frame, () -> mate.newestFrame >= frame - MOST_BEHIND);
            }
        }
        for (final Mate mate : mates) {
            await("everything", () -> mate.newestFrame >= engine.slot().frame() - MOST_BEHIND);
            mate.hashes.forEach((frame, hash) -> assertEquals(engine.hashes.get(frame), hash, "frame " + frame));
            assertTrue(mate.hashes.size() > FRAMES / 3, "computed " + mate.hashes.size());
            assertTrue(mate.consumed > FRAMES / 4, "consumed " + mate.consumed);
        }
        assertEquals(0, mates.get(0).desyncCount());
        assertEquals(1, mates.get(2).desyncCount());
        final Desync named = mates.get(2).desyncs.get(0);
        assertEquals("table[0].frames", named.place(), named.text());
        assertEquals(FRAMES / 2 + 1, named.frame());
        assertEquals(1, engine.counters.get(EdgeCounter.DESYNCS_NAMED));
        for (final GameClient client : clients) {
            client.leave();
        }
        for (final GameClient client : clients) {
            assertEquals(
                    SessionEnd.Kind.LEFT,
                    client.ended().get(30, TimeUnit.SECONDS).kind());
        }
    }
}

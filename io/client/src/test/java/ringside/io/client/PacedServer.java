package ringside.io.client;

import io.netty.util.NetUtil;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.EventType;
import ringside.engine.logic.MatchSnapshot;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.Certificates;
import ringside.io.netty.GameServer;
import ringside.io.netty.ServerSettings;
import ringside.io.netty.Transport;
import ringside.io.session.Admission;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgePump;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;
import ringside.io.session.SpectatorSettings;
import ringside.io.support.TestEngine;

/** A whole edge, QUIC included, over an engine that steps by the clock of this machine; notes what each frame consumed. */
final class PacedServer implements AutoCloseable {
    static final int MATCH = 1;
    static final int SEATS = 4;

    final TestEngine engine = new TestEngine().create(MATCH);
    final EdgeCounters counters = new EdgeCounters();
    final GameServer server;
    final List<Throwable> failures = new ArrayList<>();

    /** By seat, then by frame: the last input that had been consumed. */
    private final int[][] consumed = new int[SEATS][TestEngine.HZ * 3_600];

    private final MatchSnapshot snapshot = new MatchSnapshot(engine.type);
    private final Thread pump = new Thread(this::pump, "pump");
    private final Thread frames = new Thread(this::frames, "frames");
    private volatile int newestFrame = -1;
    private volatile boolean stopped;

    PacedServer() {
        this(NetUtil.LOCALHOST4.getHostAddress());
    }

    PacedServer(final String host) {
        this(host, null);
    }

    /** @param certificates for encrypted connections, or null for plain ones and a QUIC certificate that is made now */
    PacedServer(final String host, final @Nullable Supplier<Certificates> certificates) {
        server = new GameServer(
                Transport.NETWORK,
                ServerSettings.DEFAULT.withHost(host).withPorts(0, -1),
                EdgeSettings.at(1, TestEngine.HZ).withSpectators(new SpectatorSettings(10, 500, 20)),
                new EdgeServices(
                        engine,
                        engine.matches,
                        MatchDemand.NONE,
                        Admission.OPEN,
                        match -> engine.safePosition(),
                        AnswerSink.NOBODY,
                        new SecureRandom()::nextBytes,
                        counters,
                        InputLatency.NOBODY,
                        (connection, cause) -> failed(cause)),
                List.of(new EdgePump.Source(engine.answers, engine::safePosition)),
                NanoClock.SYSTEM,
                PacedServer.class.getClassLoader());
        if (certificates != null) {
            server.encrypt(certificates);
        }
        server.start();
        server.startQuic(0);
        pump.start();
        frames.start();
    }

    private synchronized void failed(final Throwable cause) {
        failures.add(cause);
    }

    private void pump() {
        while (!stopped) {
            if (server.pump().doWork() == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private void frames() {
        final long frameNs = 1_000_000_000L / TestEngine.HZ;
        long dueNs = System.nanoTime();
        while (!stopped) {
            dueNs += frameNs;
            for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
                LockSupport.parkNanos(leftNs);
            }
            engine.frame(dueNs);
            note();
            server.pump().frameDone(0, engine.safePosition());
        }
    }

    private void note() {
        final int frame = engine.slot(MATCH).frame();
        snapshot.wrap(engine.slot(MATCH).state().block(), 0);
        for (int seat = 0; seat < SEATS; seat++) {
            consumed[seat][frame] = snapshot.isSeated(seat) ? snapshot.consumedSeq(seat) : 0;
        }
        newestFrame = frame;
    }

    int frame() {
        return newestFrame;
    }

    /** Frames after {@code from}, up to {@code to}, in which that seat had no input. */
    int framesWithoutInput(final int seat, final int from, final int to) {
        int without = 0;
        for (int frame = from + 1; frame <= to; frame++) {
            without += consumed[seat][frame] == consumed[seat][frame - 1] ? 1 : 0;
        }
        return without;
    }

    /** Inputs of the first player that reached the engine although they, or later ones, had before. */
    List<Integer> inputsOutOfOrder() {
        final List<Integer> wrong = new ArrayList<>();
        synchronized (engine) {
            int newest = 0;
            for (final TestEngine.Copy event : engine.offered) {
                if (event.type() == EventType.INPUT && event.player() == 1) {
                    if (event.sequence() <= newest) {
                        wrong.add(event.sequence());
                    }
                    newest = Math.max(newest, event.sequence());
                }
            }
        }
        return wrong;
    }

    String quicUrl(final int port) {
        return "quic://127.0.0.1:" + port + "#" + server.quicFingerprint();
    }

    String quicUrl() {
        return quicUrl(server.quicPort());
    }

    @Override
    public void close() {
        server.close();
        stopped = true;
        boolean interrupted = false;
        while (pump.isAlive() || frames.isAlive()) {
            try {
                pump.join();
                frames.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

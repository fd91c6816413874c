package ringside.io.support;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.output.AnswerSink;
import ringside.engine.ring.NanoClock;
import ringside.io.netty.Certificates;
import ringside.io.netty.GameServer;
import ringside.io.netty.ServerSettings;
import ringside.io.netty.Transport;
import ringside.io.session.Admission;
import ringside.io.session.EdgeCounters;
import ringside.io.session.EdgeFailures;
import ringside.io.session.EdgePump;
import ringside.io.session.EdgeServices;
import ringside.io.session.EdgeSettings;
import ringside.io.session.InputLatency;
import ringside.io.session.MatchDemand;

/** A server on loopback, in time that the test moves; its pump has a thread. */
public final class LiveServer implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    public final TestEngine engine = new TestEngine().create(1);
    public final EdgeCounters counters = new EdgeCounters();
    public final GameServer server;
    /** Why the server has to stop. */
    public final List<Throwable> broken = new CopyOnWriteArrayList<>();

    public final AtomicLong nowNs = new AtomicLong(1_000_000_000L);
    private final Thread pump;
    private volatile boolean stopped;

    public LiveServer() {
        this(settings(), false);
    }

    public LiveServer(final ServerSettings settings, final boolean lineMode) {
        this(settings, EdgeSettings.at(3, TestEngine.HZ).withLineMode(lineMode));
    }

    public LiveServer(final ServerSettings settings, final EdgeSettings edgeSettings) {
        this(settings, edgeSettings, Admission.OPEN, null);
    }

    /** @param certificates for encrypted connections, or null for plain ones */
    public LiveServer(
            final ServerSettings settings,
            final EdgeSettings edgeSettings,
            final Admission admission,
            final @Nullable Supplier<Certificates> certificates) {
        final NanoClock clock = nowNs::get;
        server = new GameServer(
                Transport.NETWORK,
                settings,
                edgeSettings,
                new EdgeServices(
                        engine,
                        engine.matches,
                        MatchDemand.NONE,
                        admission,
                        match -> engine.safePosition(),
                        AnswerSink.NOBODY,
                        new java.security.SecureRandom()::nextBytes,
                        counters,
                        InputLatency.NOBODY,
                        new Failures()),
                List.of(new EdgePump.Source(engine.answers, engine::safePosition)),
                clock,
                LiveServer.class.getClassLoader());
        if (certificates != null) {
            server.encrypt(certificates);
        }
        server.start();
        pump = new Thread(this::pump, "pump");
        pump.start();
    }

    /** What went wrong on the server's side: printed, and kept if the server has to stop for it. */
    private final class Failures implements EdgeFailures {
        @Override
        public void failed(final long connection, final RuntimeException cause) {
            cause.printStackTrace();
        }

        @Override
        public void broken(final Throwable cause) {
            broken.add(cause);
        }
    }

    public static ServerSettings settings() {
        return ServerSettings.DEFAULT.withHost("127.0.0.1").withPorts(0, 0);
    }

    private void pump() {
        while (!stopped) {
            if (server.pump().doWork() == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    public void frame() {
        engine.frame(nowNs.get());
        server.pump().frameDone(0, engine.safePosition());
    }

    public void advanceMs(final long ms) {
        nowNs.addAndGet(ms * 1_000_000L);
    }

    /** Waits until the condition holds; fails after a bound. */
    public static void await(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(500_000);
        }
    }

    public TcpClient connect() {
        return new TcpClient(server.tcpPort());
    }

    /** Stops the server; its pump goes on. */
    public void stop() {
        server.close();
    }

    @Override
    public void close() {
        stop();
        stopped = true;
        boolean interrupted = false;
        while (pump.isAlive()) {
            try {
                pump.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

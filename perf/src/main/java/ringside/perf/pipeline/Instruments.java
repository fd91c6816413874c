package ringside.perf.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.EngineTimes;
import ringside.engine.ring.NanoClock;
import ringside.latency.HiccupMeter;
import ringside.latency.LatencyLog;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

/** What is measured of a round from within, as a server does it all the time, or nothing. */
final class Instruments implements AutoCloseable {
    /** Those that an engine has unless somebody says otherwise: recorders, and events without stamps. */
    static final Instruments USUAL = new Instruments(null, null);

    static final Instruments NONE = new Instruments(null, null);

    private static final long INTERVAL_MS = 1_000;
    private static final long REST_NS = 50_000_000;
    private static final long BUDGET_NS = 16_666_667;

    private final @Nullable EngineTimes times;
    private final @Nullable Keeping keeping;

    private Instruments(final @Nullable EngineTimes times, final @Nullable Keeping keeping) {
        this.times = times;
        this.keeping = keeping;
    }

    /** All of them, with their log in that folder. */
    static Instruments on(final Path folder) {
        final EngineTimes times =
                new EngineTimes(0, new LatencyRecorders(), new EngineTimes.Settings(BUDGET_NS, true), NanoClock.SYSTEM);
        return new Instruments(times, new Keeping(times.recorders(), folder));
    }

    EngineParts into(final EngineParts parts) {
        return this == USUAL ? parts : parts.withTimes(times);
    }

    /** Stamps events as the edge does when it receives them, if anybody wants to know. */
    void stamp(final Event[] events, final int count) {
        if (keeping != null) {
            final long nowNs = System.nanoTime();
            for (int i = 0; i < count; i++) {
                events[i].receivedNs(nowNs);
            }
        }
    }

    @Override
    public void close() {
        if (keeping != null) {
            keeping.close();
        }
    }

    /** The threads beside: one meters hiccups, one takes what was recorded and writes it down. */
    private static final class Keeping implements AutoCloseable {
        private final LatencyRecorders recorders;
        private final LatencyLog log;
        private final Thread metering;
        private final Thread writing;
        private volatile boolean running = true;

        Keeping(final LatencyRecorders recorders, final Path folder) {
            this.recorders = recorders;
            log = new LatencyLog(folder.resolve("latency"), LatencyLog.Bounds.DEFAULT, "perf pipeline");
            metering = start("perf-hiccups", this::meter);
            writing = start("perf-latency", this::write);
        }

        private static Thread start(final String name, final Runnable work) {
            final Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private void meter() {
            final HiccupMeter meter = new HiccupMeter(recorders.of(LatencyStage.HICCUP));
            while (running) {
                meter.doWork();
            }
        }

        private void write() {
            long fromMs = System.currentTimeMillis();
            while (running) {
                LockSupport.parkNanos(REST_NS);
                final long nowMs = System.currentTimeMillis();
                if (nowMs - fromMs >= INTERVAL_MS || !running) {
                    final long sinceMs = fromMs;
                    try {
                        recorders.take((stage, taken) -> log.write(stage, taken, sinceMs, nowMs));
                        log.flush();
                    } catch (final IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    fromMs = nowMs;
                }
            }
        }

        @Override
        public void close() {
            running = false;
            LockSupport.unpark(writing);
            try {
                writing.join();
                metering.join();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            log.close();
        }
    }
}

package ringside.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.ring.EngineTimes;
import ringside.latency.LatencyLog;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.RecentPauses;
import ringside.server.metrics.LatencyTotals;

/**
 * Writes what took how long into a log beside each engine's journal, an interval at a time. What no engine owns, the machine and the
 * JVM, stands in the first engine's. A log that cannot be written is told of once and given up: nobody stops playing for it.
 *
 * <p>A duty cycle for a thread of its own.
 */
final class LatencyKeeping implements AutoCloseable {
    /** Where the logs of an engine are, beside its journal. */
    static final String FOLDER = "latency";

    private static final Logger LOG = LoggerFactory.getLogger("ringside.server");

    private final List<Kept> engines = new ArrayList<>();
    private final LatencyTotals totals = new LatencyTotals();
    private final LiveLatency live;
    private final boolean isLogged;
    private final long intervalMs;
    private final RecentPauses hiccups;
    private final LongSupplier clockMs;
    private final LongSupplier clockNs;
    private @Nullable SafepointLog safepoints;
    private long sinceMs;
    private boolean givenUp;

    private record Kept(LatencyRecorders recorders, LatencyLog log, SlowFrameLog slowFrames) {}

    /**
     * @param hiccups of the machine, for who asks what lay beside a slow frame
     * @param intervalSeconds 0: nothing is written, and totals are kept all the same
     */
    LatencyKeeping(
            final RecentPauses hiccups,
            final int intervalSeconds,
            final LongSupplier clockMs,
            final LongSupplier clockNs) {
        this.hiccups = hiccups;
        this.clockNs = clockNs;
        this.clockMs = clockMs;
        isLogged = intervalSeconds > 0;
        intervalMs = TimeUnit.SECONDS.toMillis(Math.max(1, intervalSeconds));
        sinceMs = clockMs.getAsLong();
        live = new LiveLatency(intervalMs);
    }

    /** Has the times of engines written beside their journals. Before the first turn. */
    void add(final List<EngineHost> hosts) {
        for (final EngineHost host : hosts) {
            add(host.times(), host.journalFolder(), host.hz());
        }
    }

    void add(final EngineTimes times, final Path journal, final int hz) {
        final Path folder = journal.resolveSibling(FOLDER);
        final SafepointLog jvm = safepoints == null ? new SafepointLog(folder, times.recorders()) : safepoints;
        safepoints = jvm;
        engines.add(new Kept(
                times.recorders(),
                new LatencyLog(folder, LatencyLog.Bounds.DEFAULT, description(hz)),
                new SlowFrameLog(times, folder, hiccups, jvm.recent(), live::add)));
    }

    /** What was measured where, for whoever compares two logs. */
    private static String description(final int hz) {
        return hz + " Hz, build " + Build.version() + ", Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    /** Everything since the start. */
    LatencyTotals totals() {
        return totals;
    }

    /** The last intervals, for a page. */
    LiveLatency live() {
        return live;
    }

    /** Takes what was recorded when an interval is over. Returns 1 when it did. */
    int doWork() {
        final long nowMs = clockMs.getAsLong();
        if (nowMs >= sinceMs && nowMs - sinceMs < intervalMs) {
            return 0;
        }
        take(nowMs);
        return 1;
    }

    private void take(final long nowMs) {
        // A clock that went back begins an interval of no length, but never one that ends before it begins.
        final long fromMs = Math.min(sinceMs, nowMs);
        sinceMs = nowMs;
        final SafepointLog jvm = safepoints;
        if (isLogged && jvm != null) {
            jvm.read();
        }
        for (int i = 0; i < engines.size(); i++) {
            final Kept kept = engines.get(i);
            final int engine = i;
            kept.recorders().take((stage, taken) -> {
                totals.add(engine, stage, taken);
                live.add(engine, stage, taken);
                write(kept.log(), stage, taken, fromMs, nowMs);
            });
            kept.slowFrames().write(nowMs, clockNs.getAsLong());
            flush(kept.log());
        }
        live.show(nowMs);
    }

    private void write(
            final LatencyLog log, final LatencyStage stage, final Histogram taken, final long fromMs, final long toMs) {
        if (isLogged && !givenUp) {
            try {
                log.write(stage, taken, fromMs, toMs);
            } catch (final IOException e) {
                giveUp(e);
            }
        }
    }

    private void flush(final LatencyLog log) {
        if (!givenUp) {
            try {
                log.flush();
            } catch (final IOException e) {
                giveUp(e);
            }
        }
    }

    private void giveUp(final IOException reason) {
        givenUp = true;
        LOG.warn("latency: the log cannot be written and is given up until the next start: {}", reason.toString());
    }

    /** Writes what is left. Once nobody turns it any more. */
    @Override
    public void close() {
        take(clockMs.getAsLong());
        engines.forEach(kept -> kept.log().close());
        final SafepointLog jvm = safepoints;
        if (jvm != null) {
            jvm.close();
        }
    }
}

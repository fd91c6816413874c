package ringside.perf.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.journal.DataDirectory;
import ringside.journal.Durability;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.SyncAgent;
import ringside.perf.RunFailedException;

/**
 * From the moment when a batch should be appended until it is safe, at a steady rate that the disk can hold. The store's
 * production settings and its agents' production rests; no ring and no logic.
 */
final class AppendToSafe {
    private static final int BATCH_EVENTS = 16;
    private static final int PAYLOAD_BYTES = 24;
    private static final int EVENT_BYTES = Event.HEADER_BYTES + PAYLOAD_BYTES;
    private static final long SYNC_REST_NS = 100_000;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private final int batches;
    private final long intervalNs;
    private final Histogram times = new Histogram(3);
    /** When each batch was due, written before it is appended. */
    private final AtomicLongArray dueNs;

    private AppendToSafe(final int eventsPerSecond, final int seconds) {
        batches = Math.max(1, eventsPerSecond / BATCH_EVENTS * seconds);
        intervalNs = TimeUnit.SECONDS.toNanos(seconds) / batches;
        dueNs = new AtomicLongArray(batches);
    }

    /** Measures one level in an empty directory. The first tenth counts as warming up. */
    static Histogram measure(
            final Durability level, final int eventsPerSecond, final int seconds, final Path directory) {
        final AppendToSafe measure = new AppendToSafe(eventsPerSecond, seconds);
        final SplittableRandom random = new SplittableRandom();
        try (DataDirectory data = DataDirectory.open(directory, random::nextLong);
                Journal journal = Journal.open(
                        data,
                        0,
                        "{}",
                        JournalConfig.DEFAULT.withDurability(level),
                        new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong))) {
            final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            final Agent syncing =
                    level == Durability.SYNCED ? measure.new Syncing(journal.syncAgent()) : journal.syncAgent();
            try (AgentRunner ahead = new AgentRunner(
                            new SleepingMillisIdleStrategy(1), failure::set, null, journal.storeAgent());
                    AgentRunner sync =
                            new AgentRunner(new SleepingIdleStrategy(SYNC_REST_NS), failure::set, null, syncing)) {
                AgentRunner.startOnThread(ahead, AppendToSafe::daemon);
                AgentRunner.startOnThread(sync, AppendToSafe::daemon);
                measure.append(journal, level == Durability.MAPPED);
                measure.awaitSafe(journal);
            }
            final Throwable cause = failure.get();
            if (cause != null) {
                throw new RunFailedException("the journal stopped: " + cause.getMessage(), cause);
            }
        }
        return measure.times;
    }

    private static Thread daemon(final Runnable work) {
        final Thread thread = new Thread(work, "perf-journal");
        thread.setDaemon(true);
        return thread;
    }

    private void append(final Journal journal, final boolean safeAtOnce) {
        final UnsafeBuffer events = batch();
        final long startNs = System.nanoTime();
        for (int i = 0; i < batches; i++) {
            final long due = startNs + i * intervalNs;
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            dueNs.setRelease(i, due);
            journal.writer().addAll(events, 0, BATCH_EVENTS * EVENT_BYTES, BATCH_EVENTS);
            journal.writer().commit();
            if (safeAtOnce) {
                record(i, System.nanoTime());
            }
        }
    }

    private static UnsafeBuffer batch() {
        final UnsafeBuffer events = new UnsafeBuffer(ByteBuffer.allocateDirect(BATCH_EVENTS * EVENT_BYTES));
        final Event event = new Event();
        for (int i = 0; i < BATCH_EVENTS; i++) {
            event.wrap(events, i * EVENT_BYTES, EVENT_BYTES).begin(EventType.INPUT, 1, 1, PAYLOAD_BYTES);
            for (int at = Event.HEADER_BYTES; at < EVENT_BYTES; at++) {
                event.buffer().putByte(at, (byte) (at * 37 + i));
            }
        }
        return events;
    }

    private void record(final int batch, final long nowNs) {
        if (batch >= batches / 10) {
            times.recordValue(Math.max(1, nowNs - dueNs.getAcquire(batch)));
        }
    }

    private void awaitSafe(final Journal journal) {
        final long endNs = System.nanoTime() + PATIENCE_NS;
        while (journal.safePosition().safePosition() < (long) batches * BATCH_EVENTS - 1) {
            if (System.nanoTime() - endNs > 0) {
                throw new RunFailedException(
                        "the last events were not safe after 10 s; the disk cannot hold this rate");
            }
            Thread.onSpinWait();
        }
    }

    /** Syncs, and notes for each batch when a sync that covers it ended. */
    private final class Syncing implements Agent {
        private final SyncAgent agent;
        private int next;

        Syncing(final SyncAgent agent) {
            this.agent = agent;
        }

        @Override
        public int doWork() {
            final int work = agent.doWork();
            if (work > 0) {
                final long nowNs = System.nanoTime();
                final long safe = agent.safePosition();
                while (next < batches && (next + 1L) * BATCH_EVENTS - 1 <= safe) {
                    record(next++, nowNs);
                }
            }
            return work;
        }

        @Override
        public String roleName() {
            return "perf-sync";
        }
    }
}

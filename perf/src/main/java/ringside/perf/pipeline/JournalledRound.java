package ringside.perf.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.EngineGraph;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.ThreadPinning;
import ringside.journal.DataDirectory;
import ringside.journal.Durability;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.StoreConfig;
import ringside.journal.SyncAgent;
import ringside.perf.ProcessCpu;
import ringside.perf.RunFailedException;

/**
 * The production graph over the production journal, with trivial logic: ring, then one checksummed and chained record a
 * batch, then every event applied. The journal's file is reserved and touched before the clock starts; its agent goes on
 * beside it. At level synced the file is on the disk before, another thread syncs, and the clock stops when all is safe.
 */
public final class JournalledRound {
    private static final int ENGINE = 0;
    private static final long SYNC_REST_NS = 100_000;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int ANSWER_BYTES = 1 << 10;

    private JournalledRound() {}

    static Round run(final PipelineSettings settings, final Path directory) {
        return run(settings, Durability.MAPPED, directory);
    }

    /** The same, measured from within like this. */
    static Round run(final PipelineSettings settings, final Path directory, final Instruments instruments) {
        return run(settings, Durability.MAPPED, directory, instruments);
    }

    /** A round in an empty directory, which then holds its journal. */
    public static Round run(final PipelineSettings settings, final Durability level, final Path directory) {
        return run(settings, level, directory, Instruments.USUAL);
    }

    private static Round run(
            final PipelineSettings settings,
            final Durability level,
            final Path directory,
            final Instruments instruments) {
        final StoreConfig store = StoreConfig.DEFAULT
                .withSizes(settings.fileBytes(), MAX_RECORD_BYTES, settings.fileBytes())
                .withRollEveryMs(0);
        final JournalConfig config = JournalConfig.DEFAULT.withDurability(level).withStore(store);
        final SplittableRandom random = new SplittableRandom();
        final Took took;
        try (DataDirectory data = DataDirectory.open(directory, random::nextLong);
                Journal journal = Journal.open(
                        data,
                        ENGINE,
                        "{}",
                        config,
                        new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong))) {
            reserveAndTouch(journal.storeAgent());
            final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            try (AgentRunner ahead =
                    new AgentRunner(new SleepingMillisIdleStrategy(1), failure::set, null, journal.storeAgent())) {
                AgentRunner.startOnThread(ahead, JournalledRound::daemon);
                took = level == Durability.SYNCED
                        ? runSynced(settings, journal, instruments, failure)
                        : run(settings, journal, instruments, new CountDownLatch(0), failure);
            }
        }
        // Closing cut the file to what it holds.
        return new Round(settings.eventsPerRound(), took.elapsedNs(), journalBytes(directory), took.cpuNs());
    }

    /** From the first offer to the last event applied. */
    private record Took(long elapsedNs, long cpuNs) {}

    private static Took runSynced(
            final PipelineSettings settings,
            final Journal journal,
            final Instruments instruments,
            final AtomicReference<@Nullable Throwable> failure) {
        journal.syncAgent().sync();
        final CountDownLatch safe = new CountDownLatch(1);
        final Agent syncing = new Syncing(journal.syncAgent(), settings.eventsPerRound() - 1, safe);
        try (AgentRunner runner =
                new AgentRunner(new SleepingIdleStrategy(SYNC_REST_NS), failure::set, null, syncing)) {
            AgentRunner.startOnThread(runner, JournalledRound::daemon);
            return run(settings, journal, instruments, safe, failure);
        }
    }

    private static Thread daemon(final Runnable work) {
        final Thread thread = new Thread(work, "perf-stage");
        thread.setDaemon(true);
        return thread;
    }

    private static void reserveAndTouch(final Agent store) {
        try {
            while (store.doWork() > 0) {
                Thread.onSpinWait();
            }
        } catch (final Exception e) {
            throw new RunFailedException("the journal's file could not be reserved: " + e.getMessage(), e);
        }
    }

    private static Took run(
            final PipelineSettings settings,
            final Journal journal,
            final Instruments instruments,
            final CountDownLatch safe,
            final AtomicReference<@Nullable Throwable> failure) {
        final TrivialLogic logic = new TrivialLogic(settings.eventsPerRound());
        final Took took;
        try (EngineGraph graph = new EngineGraph(
                settings.graph(),
                instruments.into(new EngineParts(
                        ENGINE,
                        journal.writer(),
                        logic,
                        new LiveOutput(1, 1, new AnswerQueue(ANSWER_BYTES), new Deaf()))),
                (stage, position, event, cause) -> failure.set(cause),
                JournalledRound::daemon,
                ThreadPinning.NONE)) {
            final long startCpuNs = ProcessCpu.ns();
            final long elapsedNs =
                    Producers.run(settings, intake(graph, instruments), logic.done(), safe, graph::isStopped);
            took = new Took(elapsedNs, ProcessCpu.ns() - startCpuNs);
        } finally {
            throwIfFailed(failure.get());
        }
        logic.requireComplete(PipelineSettings.PRODUCERS);
        return took;
    }

    private static Producers.Intake intake(final EngineGraph graph, final Instruments instruments) {
        return (events, count) -> {
            instruments.stamp(events, count);
            return graph.offerAll(events, count);
        };
    }

    private static void throwIfFailed(final @Nullable Throwable cause) {
        if (cause != null) {
            throw new RunFailedException("the engine stopped: " + cause.getMessage(), cause);
        }
    }

    private static long journalBytes(final Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            long bytes = 0;
            for (final Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith(".cq4")) {
                    bytes += Files.size(file);
                }
            }
            return bytes;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Syncs, and says when the last event of the round is safe. */
    private record Syncing(SyncAgent agent, long lastPosition, CountDownLatch safe) implements Agent {
        @Override
        public int doWork() {
            final int work = agent.doWork();
            if (agent.safePosition() >= lastPosition) {
                safe.countDown();
            }
            return work;
        }

        @Override
        public String roleName() {
            return "perf-sync";
        }
    }

    /** Trivial logic has no frames, so nobody is ever told anything. */
    private static final class Deaf implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {}

        @Override
        public void created(final MatchSlot match) {}

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {}
    }
}

package ringside.perf.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
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
import ringside.perf.RunFailedException;

/**
 * The production graph over the production journal, with trivial logic: ring, then one checksummed and chained record a
 * batch, then every event applied. The journal's file is reserved and touched before the clock starts; its agent goes on
 * beside it.
 */
final class JournalledRound {
    private static final int ENGINE = 0;
    private static final int MAX_RECORD_BYTES = 1 << 20;
    private static final int ANSWER_BYTES = 1 << 10;

    private JournalledRound() {}

    static Round run(final PipelineSettings settings, final Path directory) {
        final StoreConfig store = StoreConfig.DEFAULT
                .withSizes(settings.fileBytes(), MAX_RECORD_BYTES, settings.fileBytes())
                .withRollEveryMs(0);
        final JournalConfig config =
                JournalConfig.DEFAULT.withDurability(Durability.MAPPED).withStore(store);
        final SplittableRandom random = new SplittableRandom();
        final long elapsedNs;
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
                elapsedNs = run(settings, journal, failure);
            }
        }
        // Closing cut the file to what it holds.
        return new Round(settings.eventsPerRound(), elapsedNs, journalBytes(directory));
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

    private static long run(
            final PipelineSettings settings,
            final Journal journal,
            final AtomicReference<@Nullable Throwable> failure) {
        final TrivialLogic logic = new TrivialLogic(settings.eventsPerRound());
        final long elapsedNs;
        try (EngineGraph graph = new EngineGraph(
                settings.graph(),
                new EngineParts(
                        ENGINE,
                        journal.writer(),
                        logic,
                        new LiveOutput(1, 1, new AnswerQueue(ANSWER_BYTES), new Deaf())),
                (stage, position, event, cause) -> failure.set(cause),
                JournalledRound::daemon,
                ThreadPinning.NONE)) {
            elapsedNs = Producers.run(settings, graph::offerAll, logic.done(), graph::isStopped);
        } finally {
            throwIfFailed(failure.get());
        }
        logic.requireComplete(PipelineSettings.PRODUCERS);
        return elapsedNs;
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

package ringside.engine.ring;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerSink;
import ringside.engine.support.Brawl;
import ringside.engine.support.Events;
import ringside.engine.support.MemoryJournal;
import ringside.engine.support.RecordingOutput;

/** A whole live engine over a journal in memory, and a spy on what it applied. */
class LiveEngine implements AutoCloseable, LiveListener, EngineStopped {
    record Stop(String stage, long position, String event, Throwable cause) {}

    /** Room for 64 short events, 16 a record. */
    static final RingSettings RING = new RingSettings(64, 128, 16);

    /** Sleeps from 20 µs to 1 ms. */
    static final WaitSettings IDLE = new WaitSettings(WaitKind.PARK, 100, 10, 20_000, 1_000_000);

    static final LogicSettings LOGIC = LogicSettings.at(60).withMaxMatches(8);

    final Brawl game = new Brawl();
    final GameType type = new GameType(game);
    final Events events = new Events(game, type);
    final MemoryJournal journal;
    final AnswerQueue answers = new AnswerQueue(1 << 22);
    final LiveOutput output;
    final FrameLoop loop;
    final EngineGraph graph;

    final List<Long> appliedFrames = Collections.synchronizedList(new ArrayList<>());
    final List<Long> appliedTooEarly = Collections.synchronizedList(new ArrayList<>());
    final List<Stop> stops = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> failedMatches = Collections.synchronizedList(new ArrayList<>());
    final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

    /** Logic waits for it at the end of every frame. */
    volatile CountDownLatch logicGate = new CountDownLatch(0);

    LiveEngine(final GraphKind kind) {
        this(kind, new MemoryJournal());
    }

    LiveEngine(final GraphKind kind, final MemoryJournal journal) {
        this(kind, RING, journal, null);
    }

    LiveEngine(
            final GraphKind kind,
            final RingSettings ring,
            final MemoryJournal journal,
            final @Nullable EventConsumer shipper) {
        this(new GraphSettings(kind, ring, IDLE, List.of()), journal, shipper, ThreadPinning.NONE);
    }

    LiveEngine(
            final GraphSettings settings,
            final MemoryJournal journal,
            final @Nullable EventConsumer shipper,
            final ThreadPinning pinning) {
        this.journal = journal;
        // Frames are offered by hand here, as many as the ring holds.
        output = new LiveOutput(LOGIC.maxMatches(), 2 * settings.ring().ringSize(), answers, this);
        loop = new FrameLoop(new EngineMemory(LOGIC, GameTypes.of(type), 4), output, -1);
        final EngineParts parts = new EngineParts(7, journal, loop, output);
        graph = new EngineGraph(
                settings, shipper == null ? parts : parts.withShipper(shipper), this, quietThreads(), pinning);
    }

    LiveEngine(final GraphKind kind, final EventConsumer shipper) {
        this(kind, RING, new MemoryJournal(), shipper);
    }

    /** The exception that ends a stage's thread was told already; nobody needs it on the console. */
    private ThreadFactory quietThreads() {
        return task -> {
            final Thread thread = new Thread(task, "stage-" + threads.size());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((dead, cause) -> {});
            threads.add(thread);
            return thread;
        };
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        if (journal.appendedPosition() < position) {
            appliedTooEarly.add(position);
        }
        appliedFrames.add(position);
        await(logicGate);
    }

    @Override
    public void created(final MatchSlot match) {}

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        failedMatches.add(match);
    }

    @Override
    public void stopped(final String stage, final long position, final String event, final Throwable cause) {
        stops.add(new Stop(stage, position, event, cause));
    }

    /** Offers until the ring takes it. */
    LiveEngine offer(final Event event) {
        while (!graph.offer(event)) {
            if (graph.isStopped()) {
                throw new AssertionError("the engine stopped: " + stops);
            }
            yieldUnlessInterrupted();
        }
        return this;
    }

    LiveEngine frames(final int count) {
        for (int i = 0; i < count; i++) {
            offer(events.frame());
        }
        return this;
    }

    static void await(final BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            yieldUnlessInterrupted();
        }
    }

    static void await(final CountDownLatch gate) {
        try {
            gate.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A test that is out of time is interrupted. */
    static void yieldUnlessInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new AssertionError("interrupted");
        }
        Thread.yield();
    }

    /** Everything that waits in the queue of answers. */
    List<RecordingOutput.Answer> drainAnswers() {
        final RecordingOutput taken = new RecordingOutput();
        final AnswerSink sink = taken;
        answers.drain(Long.MAX_VALUE, sink);
        return taken.answers;
    }

    @Override
    public void close() {
        graph.close();
    }
}

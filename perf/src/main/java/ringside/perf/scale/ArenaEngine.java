package ringside.perf.scale;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.event.EventConsumer;
import ringside.engine.event.EventPort;
import ringside.engine.event.OpenPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.EngineGraph;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.FrameClock;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.NanoClock;
import ringside.engine.ring.RingSettings;
import ringside.engine.ring.ThreadPinning;
import ringside.engine.ring.WaitSettings;
import ringside.journal.DataDirectory;
import ringside.journal.Durability;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.perf.RunFailedException;
import ringside.replay.EngineIdentity;
import ringside.server.Build;
import ringside.server.Games;

/**
 * One engine as a server would run it, over a new journal in a scratch directory: ring, journal, logic, frame clock. All
 * matches are there and all players seated before the first frame is due.
 */
final class ArenaEngine implements AutoCloseable {
    private static final int ENGINE = 0;
    private static final int MAX_UNCONSUMED_FRAMES = 4;
    private static final int ANSWER_QUEUE_BYTES = 1 << 21;
    private static final int SLOT_BYTES = 1024;
    private static final long HOUSEKEEPING_REST_NS = 1_000_000;
    /** As a server's. */
    private static final long JOURNAL_REST_NS = 10_000_000;

    private static final long CLOCK_REST_NS = 1_000_000;

    private final GameType type;
    private final FrameTimes times;
    private final Journal journal;
    private final DataDirectory data;
    private final FrameLoop loop;
    private final LiveOutput output;
    private final ScalePlan plan;
    private final StageMeter meter;
    private final EngineGraph graph;
    private final EventPort framePort;
    private final FrameClock clock;
    private final AnswerQueue answers = new AnswerQueue(ANSWER_QUEUE_BYTES);
    private final List<MatchSlot> matches = new ArrayList<>();
    private final List<Thread> stages = new ArrayList<>();
    private final List<Duty> duties = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Seats seats;
    private final Duty clockDuty;
    private volatile int lastFrame;

    /** Opens the journal, starts the graph and seats everybody. */
    ArenaEngine(final ScalePlan plan, final Path directory, final FrameTimes times) {
        this.plan = plan;
        this.times = times;
        final GameTypes types = Games.load();
        final GameType arena = types.newest("arena");
        if (arena == null) {
            throw new RunFailedException("the game arena is not on the class path");
        }
        type = arena;
        final LogicSettings settings = LogicSettings.at(plan.hz()).withMaxMatches(plan.matches());
        final EngineMemory memory = new EngineMemory(settings, types, plan.snapshots());
        output = new LiveOutput(plan.matches(), MAX_UNCONSUMED_FRAMES, answers, new Stamps());
        loop = new FrameLoop(memory, output, -1);
        final SecureRandom random = new SecureRandom();
        data = DataDirectory.open(directory, random::nextLong);
        journal = Journal.open(
                data,
                ENGINE,
                EngineIdentity.of(Build.version(), settings, types).toJson(),
                JournalConfig.DEFAULT.withDurability(Durability.MAPPED),
                new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong));
        openEpoch();
        duties.add(duty("journal-ahead", journal.storeAgent(), JOURNAL_REST_NS));
        duties.add(duty("journal-sync", journal.syncAgent(), 2 * JOURNAL_REST_NS));
        meter = new StageMeter(journal.writer());
        final EventConsumer logic = new StampedLogic(loop, times);
        graph = new EngineGraph(
                new GraphSettings(
                        plan.graph(),
                        RingSettings.DEFAULT.withRingSize(ringSize(plan)).withSlotBytes(SLOT_BYTES),
                        WaitSettings.of(plan.idle()),
                        List.of()),
                isFused()
                        ? new EngineParts(ENGINE, meter, meter.before(logic), output)
                        : new EngineParts(ENGINE, journal.writer(), logic, output),
                (stage, position, event, cause) -> failure.compareAndSet(null, cause),
                this::stage,
                ThreadPinning.NONE);
        framePort = graph.framePort();
        stageThreads().forEach(each -> each.thread().setName("scale-" + each.name()));
        seats = Seats.fill(plan, graph, type, answers);
        clock = new FrameClock(
                this::offerFrame, NanoClock.SYSTEM, output::framesDone, plan.hz(), MAX_UNCONSUMED_FRAMES);
        clockDuty = new Duty("clock", clock::doWork, this::restUntilFrame, cause -> failure.compareAndSet(null, cause));
    }

    private void openEpoch() {
        final Event open = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
        OpenPayload.write(open, journal.writer().epoch(), journal.writer().writerId());
        journal.writer().add(open);
        journal.writer().commit();
        loop.apply(open);
    }

    /** Whether one thread turns journal and logic. */
    boolean isFused() {
        return plan.graph() == GraphKind.FUSED;
    }

    /** Room for what arrives while the clock's FRAMEs wait for logic. */
    private static int ringSize(final ScalePlan plan) {
        return Integer.highestOneBit(Math.max(8_192, 2 * plan.players()) - 1) << 1;
    }

    private Duty duty(final String name, final Agent agent, final long restNs) {
        return new Duty(name, agent::doWork, () -> restNs, cause -> failure.compareAndSet(null, cause)).start();
    }

    private synchronized Thread stage(final Runnable work) {
        final Thread thread = new Thread(work, "scale-stage-" + stages.size());
        thread.setDaemon(true);
        stages.add(thread);
        return thread;
    }

    private boolean offerFrame(final Event frame) {
        final long nowNs = System.nanoTime();
        final boolean taken = framePort.offer(frame);
        if (taken) {
            times.published(nowNs);
        }
        return taken;
    }

    private long restUntilFrame() {
        return Math.max(1, Math.min(CLOCK_REST_NS, clock.nextDeadlineNs() - System.nanoTime()));
    }

    /** Lets time pass from now on. Returns when the first frame is due. */
    long begin() {
        clock.start();
        final long firstDueNs = clock.nextDeadlineNs();
        clockDuty.start();
        return firstDueNs;
    }

    GameType type() {
        return type;
    }

    EngineGraph graph() {
        return graph;
    }

    Seats seats() {
        return seats;
    }

    /** In the order of their creation: complete once this is constructed. */
    List<MatchSlot> matches() {
        return matches;
    }

    long safePosition() {
        return journal.safePosition().safePosition();
    }

    /** The last frame that logic completed. */
    int lastFrame() {
        return lastFrame;
    }

    long skippedFrames() {
        return clock.totalSkippedFrames();
    }

    /** What a journal that shares logic's thread took of it until now; 0 where it has its own. */
    StageMeter meter() {
        return meter;
    }

    void drainAnswers() {
        seats.drain(answers);
    }

    /** Threads by what they do. */
    List<NamedThread> threads() {
        final List<NamedThread> named = stageThreads();
        named.add(new NamedThread("clock", clockDuty.thread()));
        duties.forEach(duty -> named.add(new NamedThread(duty.thread().getName(), duty.thread())));
        return named;
    }

    private List<NamedThread> stageThreads() {
        final List<NamedThread> named = new ArrayList<>();
        named.add(new NamedThread(NamedThread.LOGIC, graph.logicThread()));
        for (final Thread thread : stages) {
            if (thread != graph.logicThread()) {
                named.add(new NamedThread(NamedThread.JOURNAL, thread));
            }
        }
        return named;
    }

    /** Throws what stopped the engine, if anything did. */
    void requireRunning() {
        final Throwable cause = failure.get();
        if (cause != null) {
            throw new RunFailedException("the engine stopped: " + cause, cause);
        }
        if (seats.matchesEnded() > 0) {
            throw new RunFailedException(seats.matchesEnded() + " matches ended in the middle of the run");
        }
    }

    /** No frame comes after this. What was offered passes through. */
    void stopClock() {
        clockDuty.close();
        while (!graph.isDrained() && !graph.isStopped()) {
            LockSupport.parkNanos(HOUSEKEEPING_REST_NS);
        }
    }

    @Override
    public void close() {
        clockDuty.close();
        try {
            graph.close();
        } finally {
            duties.forEach(Duty::close);
            journal.close();
            data.close();
        }
    }

    /** Logic's news, stamped on its thread. */
    private final class Stamps implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            times.done(tick, dueNs, System.nanoTime());
            lastFrame = tick;
        }

        @Override
        public void created(final MatchSlot match) {
            matches.add(match);
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            failure.compareAndSet(null, cause);
        }
    }
}

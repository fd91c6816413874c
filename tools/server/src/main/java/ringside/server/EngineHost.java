package ringside.server;

import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.MembersPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.InSyncSet;
import ringside.engine.logic.InSyncSet.Member;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.EngineGraph;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.EngineTimes;
import ringside.engine.ring.FrameClock;
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.NanoClock;
import ringside.engine.ring.RingSettings;
import ringside.io.session.EdgePump;
import ringside.journal.Durability;
import ringside.journal.Journal;
import ringside.journal.JournalKeeper;
import ringside.journal.SafePosition;
import ringside.latency.LatencyRecorders;
import ringside.layout.RecordType;
import ringside.replay.EngineRecording;
import ringside.replay.standby.Epoch;
import ringside.replay.standby.Membership;
import ringside.replay.standby.ShippedEngine;
import ringside.replay.standby.ShippedJournal;
import ringside.server.metrics.EngineFigures;
import ringside.snapshot.checkpoint.Checkpointer;

/** One live engine of a server: its graph, clock, journal and threads. Reads top to bottom. */
final class EngineHost implements Watchdog.Watched, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.engine");

    /** FRAMEs that may wait for logic before the clock skips. */
    private static final int MAX_UNCONSUMED_FRAMES = 4;

    private static final int ANSWER_QUEUE_BYTES = 1 << 20;
    private static final long HOUSEKEEPING_REST_NS = 1_000_000;
    /** The store is ahead by megabytes, a checkpoint is minutes old when the next one is due. */
    private static final long UNHURRIED_REST_NS = 10_000_000;

    /** How exactly it is known when something became safe that standbys have: nobody is told of that moment. */
    private static final long SAFE_TIMES_REST_NS = 500_000;

    private static final long MAX_CLOCK_REST_NS = 100_000_000;

    private final int number;
    private final EngineRecording recording;
    private final Journal journal;
    private final FrameLoop loop;
    private final EngineGraph graph;
    private final EngineTimes times;
    private final EventPort port;
    private final FrameClock clock;
    private final AnswerQueue answers = new AnswerQueue(ANSWER_QUEUE_BYTES);
    private final LiveOutput output;
    private final Checkpointer checkpointer;
    private final boolean isShownBeforeSync;
    private final SafePosition safe;
    private final InSyncSet inSync;
    private final @Nullable Membership membership;
    private long membersAt;
    private final JournalKeeping keeping;
    private volatile Runnable wakeSync = () -> {};
    private final EngineListener listener;
    private final IdentityHashMap<GameType, MatchColumns> columns;
    private final AtomicReference<@Nullable Census> census = new AtomicReference<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final List<DutyThread> threads = new ArrayList<>();
    private @Nullable DutyThread clockThread;
    private boolean toldOverloaded;
    private volatile boolean abandoned;

    /**
     * The live graph: the listener hears of the matches that the engine holds. No frame passes before {@link #begin}. The
     * journal stays the caller's when this throws.
     */
    EngineHost(final ServerSettings settings, final OpenedEngine opened, final EngineListener listener) {
        this.recording = opened.recording();
        this.number = recording.engine();
        this.journal = opened.journal();
        this.loop = opened.loop();
        this.listener = listener;
        isShownBeforeSync = settings.durability() != Durability.SYNCED;
        inSync = loop.memory().state().inSync();
        membersAt = inSync.position();
        membership = membership(opened.self());
        safe = membership == null ? journal.safePosition() : journal.inSync();
        final EngineMemory memory = loop.memory();
        final int hz = memory.settings().hz();
        columns = Census.columns(memory);
        keeping = new JournalKeeping(number, opened.recording().checkpointStore());
        checkpointer = new Checkpointer(
                opened.recording().checkpointStore(),
                opened.identityJson(),
                settings.checkpointPace(hz),
                written -> LOG.debug("engine {}: checkpoint {}: {} bytes", number, written.name(), written.bytes()),
                failed -> LOG.error("engine {}: no checkpoint was taken: {}", number, failed.getMessage()));
        checkpointer.startAt(memory.state().tick(), opened.checkpointPosition());
        times = new EngineTimes(
                number,
                new LatencyRecorders(),
                new EngineTimes.Settings(
                        frameBudgetNs(settings, hz), settings.durability() == Durability.MAPPED, settings.traced()),
                NanoClock.SYSTEM);
        loop.tell(times.frameParts());
        output = new LiveOutput(memory.settings().maxMatches(), MAX_UNCONSUMED_FRAMES, answers, new Forward());
        opened.switched().switchTo(output);
        final EngineDirectory directory = new EngineDirectory(memory);
        held.set(memory.matches().size());
        running.set(directory.running());
        memory.matches().forEach(slot -> listener.matchCreated(number, slot));
        directory.forEachUndelivered(slot -> listener.matchEnded(number, slot, loop.position()));
        graph = new EngineGraph(
                GraphChoice.of(settings, number)
                        .withRing(RingSettings.DEFAULT.withSlotBytes(slotBytes(memory.types()))),
                new EngineParts(number, journal.writer(), loop, output).withTimes(times),
                (stage, position, event, cause) -> listener.engineFailed(
                        "engine " + number + " stopped in its " + stage + " stage at position " + position + " ("
                                + event + ")",
                        cause),
                Thread::new,
                new TasksetPinning(LOG::warn));
        // Inputs wait for a FRAME, and none of them is worth waking anybody: that would be a system call each.
        port = graph;
        clock = new FrameClock(graph.framePort(), NanoClock.SYSTEM, output::framesDone, hz, MAX_UNCONSUMED_FRAMES);
    }

    private static long frameBudgetNs(final ServerSettings settings, final int hz) {
        final int micros = settings.whole(ServerSetting.SLOW_FRAME_MICROS);
        return micros < 0
                ? EngineTimes.Settings.NO_BUDGET
                : micros == 0 ? SECONDS.toNanos(1) / hz : MICROSECONDS.toNanos(micros);
    }

    /** Level replicated: until its members, or an operator, have said something, nothing is safe. */
    private @Nullable Membership membership(final @Nullable Member self) {
        if (self == null) {
            return null;
        }
        final Membership made = new Membership(
                self,
                journal.inSync(),
                journal.writer()::appendedPosition,
                (set, who, why) -> port().offer(InSyncLevel.event(set, who, why)),
                line -> LOG.warn("engine {}: {}", number, line));
        if (!inSync.isEmpty()) {
            made.journalled(inSync.position(), inSync.members());
            // Whoever is alone in it, as after a takeover, shows things from the first moment on.
            made.doWork(System.nanoTime());
        }
        return made;
    }

    /** Every event that these games can cause must fit a slot of the ring. */
    private static int slotBytes(final GameTypes types) {
        int payload = MembersPayload.lengthFor(MembersPayload.MAX_MEMBERS, OperatorPayload.MAX_BYTES);
        for (final GameType type : types.all()) {
            final int rules = type.layout().rules().lengthBytes();
            payload = Math.max(payload, CreatePayload.PREFIX_BYTES + rules + OperatorPayload.MAX_BYTES);
            payload = Math.max(
                    payload, JoinPayload.PREFIX_BYTES + type.layout().join().lengthBytes());
            payload = Math.max(payload, 16 + type.layout().input().lengthBytes());
            for (final RecordType command : type.layout().commands()) {
                payload = Math.max(payload, 4 + command.lengthBytes());
            }
        }
        return Event.lengthFor(payload);
    }

    /** Begins what works beside the graph: from here on events may be many. */
    void startHousekeeping() {
        // What the disk has to hold before it is shown is brought there at once.
        final long syncRestNs = isShownBeforeSync ? 2 * UNHURRIED_REST_NS : HOUSEKEEPING_REST_NS;
        threads.add(thread("journal-ahead", new JournalAhead(number, journal), () -> UNHURRIED_REST_NS));
        final DutyThread syncing = thread("journal-sync", this::sync, () -> syncRestNs);
        threads.add(syncing);
        wakeSync = isShownBeforeSync ? () -> {} : syncing::wake;
        if (membership != null) {
            threads.add(thread("safe-times", this::tellSafe, () -> SAFE_TIMES_REST_NS));
        }
        threads.add(keeperThread());
        threads.add(thread("checkpoints", checkpointer::doWork, () -> 2 * UNHURRIED_REST_NS));
    }

    private int sync() {
        final int work = journal.syncAgent().doWork();
        if (membership == null) {
            times.safe(safe.safePosition());
        }
        return work;
    }

    private int tellSafe() {
        times.safe(safe.safePosition());
        return 0;
    }

    /** Compresses and removes old parts of the journal, with a rest after each block, so that it never takes a core. */
    private DutyThread keeperThread() {
        final JournalKeeper keeper = journal.keeper(keeping, keeping);
        return thread(
                "journal-keep",
                () -> {
                    keeper.doWork();
                    return 0;
                },
                () -> 2 * UNHURRIED_REST_NS);
    }

    /**
     * Lets time pass, once what was offered before is applied: what is made ready counts as nobody's delay. What players send meanwhile,
     * who came with a takeover, is not waited for: they send without a pause.
     */
    void begin() {
        final long offered = graph.offered();
        while (!graph.isApplied(offered) && !graph.isStopped()) {
            LockSupport.parkNanos(HOUSEKEEPING_REST_NS);
        }
        clock.start();
        clockThread = thread("clock", this::tick, this::restUntilFrame);
    }

    private DutyThread thread(final String name, final DutyThread.Duty duty, final LongSupplier restNs) {
        return new DutyThread(
                "ringside-" + name + "-" + number,
                duty,
                restNs,
                cause -> listener.engineFailed("engine " + number + ": thread " + name + " failed", cause));
    }

    private int tick() {
        final int work = clock.doWork();
        if (clock.isOverloaded() != toldOverloaded) {
            toldOverloaded = !toldOverloaded;
            if (toldOverloaded) {
                LOG.warn(
                        "engine {}: overloaded, {} frames skipped so far; nobody may join until a second passes without",
                        number,
                        clock.totalSkippedFrames());
            } else {
                LOG.info("engine {}: overload is over, {} frames skipped in all", number, clock.totalSkippedFrames());
            }
        }
        return work;
    }

    private long restUntilFrame() {
        return Math.max(1, Math.min(MAX_CLOCK_REST_NS, clock.nextDeadlineNs() - System.nanoTime()));
    }

    // ---- for standbys

    /** Its journal for those who ship it. */
    ShippedEngine shipped(final ShippedJournal.Server server) {
        return new ShippedJournal(recording, journal.writer(), safe, membership, server);
    }

    /** Takes a checkpoint at the next FRAME's end. */
    void wantCheckpoint() {
        checkpointer.want();
    }

    // ---- for the edge and for operators

    /** Where events go in. */
    EventPort port() {
        return port;
    }

    /** Where logic's words come from, for the one pump that passes them on. */
    EdgePump.Source source() {
        return new EdgePump.Source(answers, this::safePosition);
    }

    /** How it is, for monitoring. */
    EngineFigures figures() {
        return new EngineFigures(
                number,
                epoch(),
                journal.writer().appendedPosition(),
                safePosition(),
                output.framesDone(),
                clock.totalSkippedFrames(),
                times.slowFrames().total(),
                held.get(),
                running.get(),
                clock.isOverloaded());
    }

    /** What takes how long here. */
    EngineTimes times() {
        return times;
    }

    Path journalFolder() {
        return recording.journal();
    }

    long safePosition() {
        return safe.safePosition();
    }

    long journalPosition() {
        return journal.writer().appendedPosition();
    }

    /** Its in-sync set; null unless its journal is kept at level replicated. */
    @Nullable
    Membership membership() {
        return membership;
    }

    EngineRecording recording() {
        return recording;
    }

    long epoch() {
        return journal.writer().epoch();
    }

    /** The epoch, and who began it. */
    Epoch reign() {
        return new Epoch(journal.writer().epoch(), journal.writer().writerId());
    }

    /** The level of durability that counts. */
    Durability level() {
        return membership != null ? Durability.REPLICATED : isShownBeforeSync ? Durability.MAPPED : Durability.SYNCED;
    }

    int hz() {
        return loop.memory().settings().hz();
    }

    int slotBytes() {
        return graph.slotBytes();
    }

    long skippedFrames() {
        return clock.totalSkippedFrames();
    }

    boolean isOverloaded() {
        return clock.isOverloaded();
    }

    /** Whether a further match may begin here. */
    boolean hasRoom() {
        return held.get() < loop.memory().settings().maxMatches() && !journal.shortOfSpace() && !graph.isStopped();
    }

    /** Why its disk has no room for a further match, or null while it has. */
    @Nullable
    String shortage() {
        return journal.shortage();
    }

    /** Matches that are not over, those on their way here included. */
    int runningMatches() {
        return running.get();
    }

    /** Matches that it remembers, those on their way here included. */
    int heldMatches() {
        return held.get();
    }

    /** A match is on its way here. */
    void placed() {
        held.incrementAndGet();
        running.incrementAndGet();
    }

    /** The match on its way here never came to be. */
    void notCreated() {
        held.decrementAndGet();
        running.decrementAndGet();
    }

    /** The matches that it holds. Before {@link #begin}. */
    List<MatchSlot> matches() {
        return List.copyOf(loop.memory().matches());
    }

    /** The highest number of a match that it holds. Before {@link #begin}. */
    int highestMatch() {
        return loop.memory().matches().stream().mapToInt(MatchSlot::id).max().orElse(0);
    }

    /** The matches as at the end of one frame from now, once that is safe; null when none came in time. */
    @Nullable
    Census census(final Duration patience) throws InterruptedException {
        return census(patience, this::safePosition);
    }

    /** The same, safe or not: for operators, who have to see what nothing is shown of. */
    @Nullable
    Census unconfirmedCensus(final Duration patience) throws InterruptedException {
        return census(patience, () -> Long.MAX_VALUE);
    }

    private @Nullable Census census(final Duration patience, final LongSupplier shownUpTo) throws InterruptedException {
        final long endNs = System.nanoTime() + patience.toNanos();
        final Census fresh = new Census(number, loop.memory().settings().maxMatches(), columns);
        final Census other = census.compareAndExchange(null, fresh);
        final Census asked = other == null ? fresh : other;
        while (!asked.isFilled() || shownUpTo.getAsLong() < asked.position()) {
            if (System.nanoTime() - endNs > 0) {
                return null;
            }
            Thread.sleep(1);
        }
        return asked;
    }

    // ---- for the watchdog

    @Override
    public int engine() {
        return number;
    }

    @Override
    public int matchInHand() {
        return loop.matchInHand();
    }

    /** {@inheritDoc} The position is read beside its thread: it stands still, and is exact, where that matters. */
    @Override
    public long appliedPosition() {
        return loop.position();
    }

    @Override
    public long framesDone() {
        return output.framesDone();
    }

    @Override
    public Thread logicThread() {
        return graph.logicThread();
    }

    /** Gives the engine up: its thread does not come back, so nothing of it can be closed while the process lives. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    // ---- the end

    /** The last hashes of all matches. Only after {@link #close}. */
    SortedMap<Integer, Long> lastHashes() {
        return loop.memory().state().lastHashes();
    }

    /** Stops the clock, lets everything admitted pass through, and ends the journal cleanly. */
    @Override
    public void close() {
        // The clock first, so that no frame comes after the last one; the disk's threads last.
        final DutyThread ticking = clockThread;
        if (ticking != null) {
            ticking.close();
        }
        // Its last events may be those that a game does not return from; then the watchdog says so.
        while (!graph.isDrained() && !graph.isStopped() && !abandoned) {
            LockSupport.parkNanos(HOUSEKEEPING_REST_NS);
        }
        if (abandoned) {
            return;
        }
        try {
            if (ticking != null) {
                endOnCheckpoint();
            }
            graph.close();
        } finally {
            threads.forEach(DutyThread::close);
            while (checkpointer.doWork() > 0) {
                // The last one was noted at the last FRAME, which nothing follows.
            }
            journal.close();
        }
    }

    /**
     * One more FRAME, and a checkpoint at its end: the next start has nothing to replay, and a build whose logic is another can go
     * on from there.
     */
    private void endOnCheckpoint() {
        while (!checkpointer.isIdle()) {
            LockSupport.parkNanos(HOUSEKEEPING_REST_NS);
        }
        checkpointer.want();
        final long before = output.framesDone();
        // Just one, however many are due: the checkpoint would not be at the end.
        while (clock.doWork() == 0 && !graph.isStopped() && !abandoned) {
            LockSupport.parkNanos(restUntilFrame());
        }
        while (output.framesDone() == before && !graph.isStopped() && !abandoned) {
            LockSupport.parkNanos(HOUSEKEEPING_REST_NS);
        }
    }

    /** Passes logic's news on, and lets the checkpointer copy at the end of a frame. */
    private final class Forward implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            final EngineMemory memory = loop.memory();
            checkpointer.frameDone(memory, position);
            wakeSync.run();
            final Census wanted = census.get();
            if (wanted != null) {
                wanted.fill(memory, position);
                census.set(null);
            }
            final Membership told = membership;
            if (told != null && inSync.position() != membersAt) {
                membersAt = inSync.position();
                told.journalled(membersAt, inSync.members());
            }
            listener.frameDone(number, position);
        }

        @Override
        public void created(final MatchSlot match) {
            listener.matchCreated(number, match);
        }

        @Override
        public void ended(final MatchSlot match, final long position) {
            running.decrementAndGet();
            checkpointer.matchEnded();
            listener.matchEnded(number, match, position);
        }

        @Override
        public void disposed(final MatchSlot match) {
            held.decrementAndGet();
            listener.matchDisposed(match);
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            LOG.error(
                    "match {} was closed at the end of frame {}: its game threw at position {}",
                    match,
                    frame,
                    position,
                    cause);
        }
    }
}

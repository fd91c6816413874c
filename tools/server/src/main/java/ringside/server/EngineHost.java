package ringside.server;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
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
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.NanoClock;
import ringside.engine.ring.RingSettings;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.layout.RecordType;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.MutedOutput;
import ringside.replay.Recovery;
import ringside.replay.SwitchedOutput;
import ringside.snapshot.checkpoint.Checkpointer;

/**
 * One engine of a server, from its folder on disk to its running graph: recovered, opened for writing under a new epoch,
 * and live. Reads top to bottom.
 */
final class EngineHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("ringside.engine");

    /** Snapshots kept of each match: baselines of views reach back half as far. */
    private static final int SNAPSHOTS_KEPT = 64;

    /** FRAMEs that may wait for logic before the clock skips. */
    private static final int MAX_UNCONSUMED_FRAMES = 4;

    private static final int ANSWER_QUEUE_BYTES = 1 << 20;
    private static final long HOUSEKEEPING_REST_NS = 1_000_000;

    /** The clock sleeps until its next frame; ending it ends its sleep. */
    private static final long MAX_CLOCK_REST_NS = 1_000_000_000;

    private final Journal journal;
    private final EngineGraph graph;
    private final FrameClock clock;
    private final FrameLoop loop;
    private final AnswerQueue answers;
    private final LiveOutput output;
    private final Checkpointer checkpointer;
    private final Listener listener;
    private final List<DutyThread> threads = new ArrayList<>();
    private @Nullable DutyThread clockThread;

    /** What the host tells the server. Called on the logic thread. */
    interface Listener {
        /** A match can be joined. */
        void matchCreated(MatchSlot match);

        /** Views of a further frame can be made. */
        void frameDone(int tick, long position, long dueNs);

        /** The engine failed for good; the process must stop. May be called on any thread. */
        void engineFailed(String what, Throwable cause);
    }

    /**
     * Recovers the engine of that number and opens it for writing. The matches that it holds are told to the listener; no
     * frame passes before {@link #begin}.
     */
    static EngineHost open(
            final ServerSettings settings,
            final DataDirectory data,
            final int number,
            final GameTypes types,
            final Listener listener) {
        final EngineRecording recording = EngineRecording.of(data, number);
        requireJournalOfCheckpoints(recording);
        final LogicSettings wanted = LogicSettings.at(settings.whole(ServerSetting.HZ))
                .withMaxMatches(settings.whole(ServerSetting.MAX_MATCHES))
                .withSeatHoldFrames(settings.whole(ServerSetting.SEAT_HOLD_SECONDS) * settings.whole(ServerSetting.HZ));

        // 1. Back to where the journal ends, with nobody listening.
        final SwitchedOutput switched = new SwitchedOutput(new MutedOutput());
        final Recovery recovery =
                Recovery.run(recording, wanted, types, switched, SNAPSHOTS_KEPT, new RecoveryProgress(number));
        recovery.notes().forEach(LOG::warn);
        requireRecorded(settings, data, wanted, recovery);
        final FrameLoop loop = recovery.loop();
        final EngineMemory memory = loop.memory();
        if (recovery.identity() != null) {
            LOG.info(
                    "engine {}: recovered {} matches at position {}: checkpoint at {}, {} events after it",
                    number,
                    memory.matches().size(),
                    loop.position(),
                    recovery.checkpointPosition(),
                    recovery.eventsReplayed());
        }

        // 2. What follows from a tail that was lost goes, before other events take its positions.
        for (final String name : recording.checkpointStore().setAsideBeyond(loop.position())) {
            LOG.warn("engine {}: checkpoint {} was set aside: the journal does not reach it", number, name);
        }

        // 3. A new epoch, journalled and applied like any event.
        final SecureRandom random = new SecureRandom();
        final Journal journal = Journal.open(
                data,
                number,
                EngineIdentity.of(Build.version(), memory.settings(), types).toJson(),
                JournalConfig.DEFAULT
                        .withDurability(settings.durability())
                        .withVerifyFrom(Math.max(0, loop.position())),
                new Journal.Edges(System::currentTimeMillis, System::nanoTime, random::nextLong));
        try {
            final Event open = OpenPayload.write(
                    scratch(64), journal.writer().epoch(), journal.writer().writerId());
            journal.writer().add(open);
            journal.writer().commit();
            loop.apply(open);
            return new EngineHost(settings, recording, journal, loop, switched, listener);
        } catch (final RuntimeException | Error e) {
            closeAfter(e, journal);
            throw e;
        }
    }

    /** The live graph: the edge listens from here on. The journal stays the caller's when this throws. */
    private EngineHost(
            final ServerSettings settings,
            final EngineRecording recording,
            final Journal journal,
            final FrameLoop loop,
            final SwitchedOutput switched,
            final Listener listener) {
        this.journal = journal;
        this.loop = loop;
        this.listener = listener;
        final EngineMemory memory = loop.memory();
        checkpointer = new Checkpointer(
                recording.checkpointStore(),
                settings.whole(ServerSetting.CHECKPOINT_SECONDS)
                        * memory.settings().hz(),
                written -> LOG.debug("checkpoint {}: {} bytes", written.name(), written.bytes()),
                failed -> LOG.error("no checkpoint was taken: {}", failed.getMessage()));
        checkpointer.startAt(memory.state().tick());
        answers = new AnswerQueue(ANSWER_QUEUE_BYTES);
        output = new LiveOutput(
                memory.settings().maxMatches(),
                MAX_UNCONSUMED_FRAMES,
                answers,
                new Forward(listener, memory, checkpointer));
        switched.switchTo(output);
        memory.matches().forEach(listener::matchCreated);
        graph = new EngineGraph(
                GraphChoice.of(settings, recording.engine())
                        .withRing(RingSettings.DEFAULT.withSlotBytes(slotBytes(memory.types()))),
                new EngineParts(recording.engine(), journal.writer(), loop, output),
                (stage, position, event, cause) -> listener.engineFailed(
                        "engine " + recording.engine() + " stopped in its " + stage + " stage at position " + position
                                + " (" + event + ")",
                        cause),
                Thread::new,
                new TasksetPinning(LOG::warn));
        clock = new FrameClock(
                graph.framePort(),
                NanoClock.SYSTEM,
                output::framesDone,
                memory.settings().hz(),
                MAX_UNCONSUMED_FRAMES);
    }

    /** Closes what was opened before a failure, and lets that failure be the one that is told. */
    static void closeAfter(final Throwable cause, final AutoCloseable opened) {
        try {
            opened.close();
        } catch (final Exception e) {
            cause.addSuppressed(e);
        }
    }

    /** Creates the matches that are missing, and lets time pass. */
    void begin(final ServerSettings settings, final GameTypes types) {
        threads.add(thread("journal-ahead", journal.storeAgent()::doWork, EngineHost::rest));
        threads.add(thread("journal-sync", journal.syncAgent()::doWork, EngineHost::rest));
        threads.add(thread("checkpoints", checkpointer::doWork, EngineHost::rest));
        createMissing(settings, types);
        // The first frame is due when there is something to step: what is made ready before counts as nobody's delay.
        while (!graph.isDrained() && !graph.isStopped()) {
            LockSupport.parkNanos(HOUSEKEEPING_REST_NS);
        }
        clock.start();
        clockThread = thread("clock", clock::doWork, this::restUntilFrame);
    }

    private DutyThread thread(final String name, final DutyThread.Duty duty, final LongSupplier restNs) {
        return new DutyThread(
                "ringside-" + name, duty, restNs, cause -> listener.engineFailed("thread " + name + " failed", cause));
    }

    private static long rest() {
        return HOUSEKEEPING_REST_NS;
    }

    private long restUntilFrame() {
        return Math.max(1, Math.min(MAX_CLOCK_REST_NS, clock.nextDeadlineNs() - System.nanoTime()));
    }

    /** A new journal beside old checkpoints would one day be recovered from a state that it never led to. */
    private static void requireJournalOfCheckpoints(final EngineRecording recording) {
        if (!recording.exists()
                && !Files.exists(recording.journal())
                && !recording.checkpointStore().list().isEmpty()) {
            throw ServerException.configuration("journal directory " + recording.journal() + ": is gone, but "
                    + recording.checkpoints() + " holds checkpoints of it; put it back, or choose another dir");
        }
    }

    /** What decides what events lead to stays as it was recorded: said aloud where the operator asks for something else. */
    private static void requireRecorded(
            final ServerSettings settings,
            final DataDirectory data,
            final LogicSettings wanted,
            final Recovery recovery) {
        final LogicSettings recorded = recovery.loop().memory().settings();
        if (settings.isGiven(ServerSetting.HZ) && wanted.hz() != recorded.hz()) {
            throw ServerException.configuration("hz = " + wanted.hz() + ": " + data.path() + " was recorded at "
                    + recorded.hz() + " and goes on so; leave hz out, or choose another dir");
        }
        if (settings.isGiven(ServerSetting.MAX_MATCHES) && wanted.maxMatches() != recorded.maxMatches()) {
            LOG.warn("maxMatches stays {}: {} was begun with it", recorded.maxMatches(), data.path());
        }
        if (settings.isGiven(ServerSetting.SEAT_HOLD_SECONDS) && wanted.seatHoldFrames() != recorded.seatHoldFrames()) {
            LOG.warn("seats are held for {} frames: {} was begun with it", recorded.seatHoldFrames(), data.path());
        }
        final int matches = settings.whole(ServerSetting.MATCHES);
        if (matches > recorded.maxMatches()) {
            throw ServerException.configuration("matches = " + matches + ": " + data.path() + " has room for "
                    + recorded.maxMatches() + " as maxMatches says; ask for fewer, or choose another dir");
        }
    }

    private static Event scratch(final int bytes) {
        return new Event().wrap(new UnsafeBuffer(new byte[bytes]), 0, bytes);
    }

    /** Every event that these games can cause must fit a slot of the ring. */
    private static int slotBytes(final GameTypes types) {
        int payload = 64;
        for (final GameType type : types.all()) {
            payload = Math.max(payload, 16 + type.layout().rules().lengthBytes());
            payload = Math.max(payload, 40 + type.layout().join().lengthBytes());
            payload = Math.max(payload, 12 + type.layout().input().lengthBytes());
            for (final RecordType command : type.layout().commands()) {
                payload = Math.max(payload, 4 + command.lengthBytes());
            }
        }
        return Event.lengthFor(payload);
    }

    private void createMissing(final ServerSettings settings, final GameTypes types) {
        final GameType type = Games.require(types, settings.text(ServerSetting.GAME));
        final UnsafeBuffer rules = MatchRules.record(type.layout(), settings.rules());
        final Event event = scratch(graph.slotBytes());
        final SecureRandom seeds = new SecureRandom();
        for (int match = loop.memory().matches().size() + 1; match <= settings.whole(ServerSetting.MATCHES); match++) {
            CreatePayload.write(event, match, seeds.nextLong(), type.layout().hash(), rules, 0, rules.capacity());
            while (!graph.offer(event) && !graph.isStopped()) {
                Thread.onSpinWait();
            }
        }
    }

    EventPort port() {
        return graph;
    }

    /** Answers that wait to be safe: drained by the one thread that passes them to the edge. */
    AnswerQueue answers() {
        return answers;
    }

    long safePosition() {
        return journal.safePosition().safePosition();
    }

    long epoch() {
        return journal.writer().epoch();
    }

    int hz() {
        return loop.memory().settings().hz();
    }

    long framesDone() {
        return output.framesDone();
    }

    long skippedFrames() {
        return clock.totalSkippedFrames();
    }

    /** The last hashes of all matches, combined. Only after {@link #close}. */
    long finalHash() {
        return loop.memory().state().finalHash();
    }

    int matches() {
        return loop.memory().matches().size();
    }

    /** Stops the clock, lets everything admitted pass through, and ends the journal cleanly. */
    @Override
    public void close() {
        // The clock first, so that no frame comes after the last one; the disk's threads last.
        final DutyThread ticking = clockThread;
        if (ticking != null) {
            ticking.close();
        }
        try {
            graph.close();
        } finally {
            threads.forEach(DutyThread::close);
            journal.close();
        }
    }

    /** Passes logic's news on, and lets the checkpointer copy at the end of a frame. */
    private record Forward(Listener listener, EngineMemory memory, Checkpointer checkpointer) implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            checkpointer.frameDone(memory, position);
            listener.frameDone(tick, position, dueNs);
        }

        @Override
        public void created(final MatchSlot match) {
            listener.matchCreated(match);
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

    /** Tells an operator how far a long recovery is. */
    private static final class RecoveryProgress implements DoubleConsumer {
        private final int engine;
        private int toldTenths;

        RecoveryProgress(final int engine) {
            this.engine = engine;
        }

        @Override
        public void accept(final double part) {
            final int tenths = (int) (part * 10);
            if (tenths > toldTenths) {
                toldTenths = tenths;
                LOG.info("engine {}: recovering, {} %", engine, tenths * 10);
            }
        }
    }
}

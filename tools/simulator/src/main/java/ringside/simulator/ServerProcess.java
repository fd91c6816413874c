package ringside.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.OpenPayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.DutyCycle;
import ringside.engine.ring.EngineGraph;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.FrameClock;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.RingSettings;
import ringside.engine.ring.ThreadPinning;
import ringside.engine.ring.WaitKind;
import ringside.engine.ring.WaitSettings;
import ringside.io.session.MatchDirectory;
import ringside.journal.DataDirectory;
import ringside.journal.DiskSpace;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalPreparation;
import ringside.journal.SafePosition;
import ringside.journal.StoreConfig;
import ringside.replay.EngineIdentity;
import ringside.replay.EngineRecording;
import ringside.replay.Recovery;
import ringside.replay.SwitchedOutput;
import ringside.simulator.disk.SimFileSystem;
import ringside.simulator.disk.SimMappings;
import ringside.snapshot.checkpoint.CheckpointPace;
import ringside.snapshot.checkpoint.Checkpointer;

/**
 * A server with one engine, put together from the parts that a real one is put together from: recovered, opened, and turned by the
 * kernel instead of threads. Reads top to bottom.
 */
final class ServerProcess {
    static final int HZ = 30;
    static final int MATCH = 1;
    static final int SNAPSHOTS = 32;

    private static final int MAX_UNCONSUMED_FRAMES = 4;
    private static final int ANSWER_QUEUE_BYTES = 1 << 14;
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int RECORD_BYTES = 32 * 1_024;
    private static final long ROLL_EVERY_MS = 2_000;
    private static final long BACKGROUND_SYNC_NS = 300 * Kernel.MS;

    private final Machine machine;
    private final Journal journal;
    private final SafePosition safe;
    private final FrameLoop loop;
    private final EngineGraph graph;
    private final List<DutyCycle> cycles = new ArrayList<>();
    private final FrameClock clock;
    private final LiveOutput output;
    private final Checkpointer checkpointer;
    private final AnswerQueue answers = new AnswerQueue(ANSWER_QUEUE_BYTES);
    private final MatchDirectory matches = new MatchDirectory();
    private final ServerEdge edge;

    /** @param mustHold the last position that its journal may not miss */
    ServerProcess(final Machine machine, final SimFileSystem files, final long mustHold) {
        this.machine = machine;
        final Checker checker = machine.checker();
        final Faults faults = machine.faults();
        final GameTypes types = GameTypes.of(new GameType(new LedgerGame()));
        types.all().forEach(matches::host);

        // 1. Back to where the journal ends.
        final DataDirectory data = DataDirectory.open(files.getPath("/data"), machine.chance()::next);
        final EngineRecording recording = EngineRecording.of(data, 0);
        final SwitchedOutput switched = new SwitchedOutput(new MutedOutput());
        final SimClock clocks = machine.clock();
        final Journal.Edges edges = new Journal.Edges(
                clocks::wallMs, clocks::nanoTime, machine.chance()::next, space(), new SimMappings(files));
        final JournalConfig config = new JournalConfig(
                faults.durability(),
                StoreConfig.DEFAULT
                        .withSizes(SEGMENT_BYTES, RECORD_BYTES, RECORD_BYTES)
                        .withRollEveryMs(ROLL_EVERY_MS)
                        .withWatermarkBytes(0),
                JournalConfig.DEFAULT.keep(),
                BACKGROUND_SYNC_NS,
                0);
        try (JournalPreparation prepared = Journal.prepare(data, 0, config, edges)) {
            final Recovery recovery = Recovery.run(
                    recording,
                    LogicSettings.at(HZ).withMaxMatches(4).withMaxTokens(256).withSeatHoldFrames(5 * HZ),
                    types,
                    switched,
                    hz -> SNAPSHOTS,
                    part -> {});
            recovery.notes().forEach(note -> machine.kernel().trace().note("recovery", note, 0));
            loop = recovery.loop();
            final MatchSlot recovered = loop.memory().find(MATCH);
            checker.recovered(loop.position(), recovered == null ? -1 : recovered.frame(), mustHold);
            recording.checkpointStore().setAsideBeyond(loop.position());

            // 2. A new epoch.
            final EngineMemory memory = loop.memory();
            final String identity =
                    EngineIdentity.of("simulated", memory.settings(), types).toJson();
            journal = prepared.open(identity, Math.max(0, loop.position()), recovery.verified());
            checker.opened(journal.writer().epoch());
            final CheckedJournal writer = new CheckedJournal(journal.writer(), checker);
            final Event open = room(OpenPayload.TAKEN_OVER_LENGTH);
            OpenPayload.write(open, journal.writer().epoch(), journal.writer().writerId());
            writer.add(open);
            writer.commit();
            writer.apply(open, loop);
            safe = journal.safePosition();

            // 3. The graph, whose threads never start.
            checkpointer = new Checkpointer(
                    recording.checkpointStore(),
                    identity,
                    new CheckpointPace(faults.checkpointTicks(), 1_000, HZ, HZ),
                    written -> machine.kernel().trace().note("checkpoint", written.name(), written.bytes()),
                    this::checkpointFailed);
            checkpointer.startAt(memory.state().tick(), recovery.checkpointPosition());
            output = new LiveOutput(memory.settings().maxMatches(), MAX_UNCONSUMED_FRAMES, answers, new News());
            switched.switchTo(new CheckedOutput(output, checker));
            memory.matches().forEach(matches::add);
            graph = new EngineGraph(
                    new GraphSettings(
                            faults.isSplit() ? GraphKind.SPLIT : GraphKind.FUSED,
                            new RingSettings(faults.ringBlocks(), 512, faults.batchEvents()),
                            WaitSettings.of(WaitKind.PARK),
                            List.of()),
                    new EngineParts(0, writer, event -> writer.apply(event, loop), output, null, null),
                    (stage, position, event, cause) ->
                            machine.kernel().trace().note("engine stopped", stage + " " + event, position),
                    this::thread,
                    ThreadPinning.NONE);
            clock = new FrameClock(graph.framePort(), clocks::nanoTime, output::framesDone, HZ, MAX_UNCONSUMED_FRAMES);

            // 4. The edge, and a match.
            edge = new ServerEdge(this, machine, matches, answers);
            if (memory.find(MATCH) == null) {
                createMatch(types);
            }
        }
    }

    private DiskSpace space() {
        return new DiskSpace() {
            @Override
            public long usableBytes(final Path directory) throws IOException {
                return machine.disk().freeBytes();
            }

            @Override
            public long totalBytes(final Path directory) throws IOException {
                return Long.MAX_VALUE;
            }
        };
    }

    private static Event room(final int payloadBytes) {
        final int lengthBytes = Event.lengthFor(payloadBytes);
        return new Event().wrap(new UnsafeBuffer(new byte[lengthBytes]), 0, lengthBytes);
    }

    private Thread thread(final Runnable cycle) {
        cycles.add((DutyCycle) cycle);
        return new Thread(cycle) {
            @Override
            public void start() {
                // The kernel turns it.
            }
        };
    }

    private void createMatch(final GameTypes types) {
        final GameType type = types.all().get(0);
        final Event create = room(CreatePayload.PREFIX_BYTES + 64);
        final int length = type.layout().rules().lengthBytes();
        CreatePayload.write(
                create,
                MATCH,
                machine.chance().next(),
                type.layout().hash(),
                new UnsafeBuffer(new byte[Math.max(8, length)]),
                0,
                length);
        graph.offer(create);
    }

    private void checkpointFailed(final RuntimeException cause) {
        if (!machine.faults().mayFailDisk()) {
            machine.checker().violated("no checkpoint was taken: " + cause);
        }
    }

    // ---- turning

    /** Everything begins to turn. */
    void run() {
        edge.begin();
        clock.start();
        for (final DutyCycle cycle : cycles) {
            turn(1_500_000, () -> cycle.doWork() > 0);
        }
        final long slowNs = Math.max(1, machine.faults().slowDiskMs()) * Kernel.MS;
        turn(slowNs, () -> {
            journal.syncAgent().doWork();
            return false;
        });
        turn(10 * Kernel.MS, () -> {
            workAhead();
            return false;
        });
        turn(20 * Kernel.MS, () -> {
            checkpointer.doWork();
            return false;
        });
        tick();
    }

    private void workAhead() {
        try {
            journal.storeAgent().doWork();
        } catch (final RuntimeException e) {
            throw e;
        } catch (final Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void tick() {
        machine.kernel()
                .after(Math.max(0, clock.nextDeadlineNs() - machine.clock().nanoTime()), () -> {
                    machine.guard(this, () -> {
                        while (clock.doWork() > 0) {
                            // One for each frame that is due.
                        }
                        tick();
                    });
                });
    }

    /** Something to be turned: true when there was work, and there may be more. */
    @FunctionalInterface
    interface Duty {
        boolean turn();
    }

    /** Turns something again and again, with a rest that is about so long where it found nothing to do. */
    void turn(final long restNs, final Duty duty) {
        machine.kernel().after(machine.chance().between(restNs / 2, restNs * 3 / 2), () -> {
            machine.guard(this, () -> {
                while (duty.turn() && machine.chance().percent(70)) {
                    // Others may be in between.
                }
                turn(restNs, duty);
            });
        });
    }

    // ---- what is known of it

    long appendedPosition() {
        return journal.writer().appendedPosition();
    }

    long syncedPosition() {
        return journal.syncAgent().safePosition();
    }

    long safePosition() {
        return safe.safePosition();
    }

    int epoch() {
        return journal.writer().epoch();
    }

    boolean offer(final Event event) {
        return graph.offer(event);
    }

    int frame() {
        final MatchSlot match = loop.memory().find(MATCH);
        return match == null ? -1 : match.frame();
    }

    ServerEdge edge() {
        return edge;
    }

    boolean isDrained() {
        return graph.isDrained();
    }

    /** Passes logic's news on. */
    private final class News implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {
            checkpointer.frameDone(loop.memory(), position);
            edge.frameDone(position);
        }

        @Override
        public void created(final MatchSlot match) {
            matches.add(match);
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            machine.checker().violated("match " + match + " failed at position " + position + ": " + cause);
        }
    }
}

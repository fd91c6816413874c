package ringside.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.LogicSettings;
import ringside.journal.JournalEnd;
import ringside.journal.JournalReader;
import ringside.journal.VerifiedEnd;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointStore;

/**
 * Brings an engine back to where its journal ends: the newest good checkpoint, then the rest of the journal, through the
 * same frame loop that goes on live. Writes nothing, so it can be repeated any number of times.
 *
 * @param loop ready for the next event
 * @param identity what the journal says of the engine that wrote it; null for a new engine
 * @param checkpointPosition where the replay began, -1 for the journal's beginning
 * @param eventsReplayed after the checkpoint
 * @param notes what an operator should know: checkpoints passed over, a lost tail
 * @param verified what was found at the journal's end, for opening it under the same lock; null for a new engine
 */
public record Recovery(
        FrameLoop loop,
        @Nullable EngineIdentity identity,
        long checkpointPosition,
        long eventsReplayed,
        List<String> notes,
        @Nullable VerifiedEnd verified) {
    /** Copies the list. */
    public Recovery {
        notes = List.copyOf(notes);
    }

    /**
     * Recovers an engine, or begins a new one.
     *
     * @param settings of a new engine; a journal's own settings count where there is one
     * @param output muted until the caller switches it
     * @param progress told the part done, 0 to 1
     * @throws ringside.journal.JournalException when the journal is corrupt
     * @throws ReplayException when this build does not carry what was recorded, or checkpoints are there without a journal
     */
    public static Recovery run(
            final EngineRecording recording,
            final LogicSettings settings,
            final GameTypes types,
            final LogicOutput output,
            final int snapshotCapacity,
            final DoubleConsumer progress) {
        return run(recording, settings, types, output, hz -> snapshotCapacity, progress, loop -> {});
    }

    /** The same where how many snapshots are kept depends on the frame rate, which a recording decides. */
    public static Recovery run(
            final EngineRecording recording,
            final LogicSettings settings,
            final GameTypes types,
            final LogicOutput output,
            final IntUnaryOperator snapshotsAt,
            final DoubleConsumer progress) {
        return run(recording, settings, types, output, snapshotsAt, progress, loop -> {});
    }

    /**
     * The same for whoever watches that it comes to an end.
     *
     * @param begun told of the loop before anything is applied to it
     */
    public static Recovery run(
            final EngineRecording recording,
            final LogicSettings settings,
            final GameTypes types,
            final LogicOutput output,
            final IntUnaryOperator snapshotsAt,
            final DoubleConsumer progress,
            final Consumer<FrameLoop> begun) {
        final CheckpointStore checkpoints = recording.checkpointStore();
        if (!recording.exists()) {
            return begin(recording, settings, types, output, snapshotsAt);
        }
        final Set<String> notes = new LinkedHashSet<>();
        long lastPosition = recording.claimedEnd();
        while (true) {
            final Progress told = new Progress(progress, lastPosition);
            final CheckpointStore.Use<Replayer> begin = checkpoint -> {
                final EngineIdentity wrote = recording.identityOf(checkpoint);
                return new Replayer(
                                types,
                                output,
                                checkpoint,
                                snapshotsAt.applyAsInt(wrote.settings().hz()),
                                told)
                        .begin(wrote);
            };
            final Replayer restored = checkpoints.newest(lastPosition, notes::add, begin);
            final Replayer replayer;
            if (restored == null) {
                final EngineIdentity first = recording.firstIdentity();
                if (first == null) {
                    return begin(recording, settings, types, output, snapshotsAt);
                }
                requireBeginning(recording);
                replayer = new Replayer(
                                types,
                                output,
                                null,
                                snapshotsAt.applyAsInt(first.settings().hz()),
                                told)
                        .begin(first);
            } else {
                replayer = restored;
            }
            final long start = replayer.loop().position();
            told.start = start;
            begun.accept(replayer.loop());
            final JournalEnd end;
            final VerifiedEnd verified;
            try (JournalReader reader = recording.read(start + 1)) {
                end = reader.readAll(replayer);
                verified = reader.verified();
                requireNewestJournal(recording, end.position() - 1, reader.epoch());
                final EngineIdentity predecessor = replayer.predecessor();
                if (predecessor != null && !reader.stoppedCleanly()) {
                    throw replayer.refusal(predecessor);
                }
                if (predecessor != null) {
                    notes.add("recorded by " + predecessor.layouts() + " (build " + predecessor.build()
                            + "); its matches go on under other logic from position " + start + " on");
                }
            }
            if (end.position() > start) {
                if (!end.problem().isEmpty()) {
                    notes.add(end.problem());
                }
                return new Recovery(
                        replayer.loop(),
                        replayer.identity(),
                        start,
                        replayer.eventsApplied(),
                        List.copyOf(notes),
                        verified);
            }
            // The tail that was lost reaches back before this checkpoint: it follows from events that never were.
            lastPosition = end.position() - 1;
        }
    }

    private static Recovery begin(
            final EngineRecording recording,
            final LogicSettings settings,
            final GameTypes types,
            final LogicOutput output,
            final IntUnaryOperator snapshotsAt) {
        if (!recording.checkpointStore().isEmpty()) {
            throw new ReplayException("journal " + recording.journal() + ": gone, but there are checkpoints in "
                    + recording.checkpoints() + "; restore it, or start in a new directory");
        }
        final EngineMemory memory = new EngineMemory(settings, types, snapshotsAt.applyAsInt(settings.hz()));
        return new Recovery(new FrameLoop(memory, output, -1), null, -1, 0, List.of(), null);
    }

    /** Without a checkpoint only a journal that is there from its beginning can be replayed. */
    public static void requireBeginning(final EngineRecording recording) {
        if (recording.retainedFrom() > 0) {
            throw new ReplayException("NO CHECKPOINT: journal " + recording.journal() + " begins at position "
                    + recording.retainedFrom() + ", what lies before it was removed on purpose, and there is no good "
                    + "checkpoint from there on in " + recording.checkpoints() + "; put one back from a copy");
        }
    }

    /** Every opening puts its epoch on the disk before anything else, so no checkpoint is of a later one than its journal. */
    private static void requireNewestJournal(
            final EngineRecording recording, final long lastPosition, final long lastEpoch) {
        final Checkpoint beyond = recording.checkpointStore().beyond(lastPosition);
        if (beyond != null && beyond.epoch() > lastEpoch) {
            throw new ReplayException("OLD BACKUP: journal " + recording.journal() + " ends at position " + lastPosition
                    + " in epoch " + lastEpoch + ", but checkpoint " + beyond.name() + " was written in epoch "
                    + beyond.epoch()
                    + ", so a newer journal was there. Put it back; or, to go on from the old one and lose "
                    + "what came after it, move that checkpoint away from " + recording.checkpoints());
        }
    }

    /** Turns positions into the part done. */
    private static final class Progress implements LongConsumer {
        private final DoubleConsumer told;
        private final long end;
        private long start = -1;

        Progress(final DoubleConsumer told, final long end) {
            this.told = told;
            this.end = end;
        }

        @Override
        public void accept(final long position) {
            told.accept((double) (position - start) / Math.max(1, end - start));
        }
    }
}

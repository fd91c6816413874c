package ringside.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.LogicSettings;
import ringside.journal.EpochStart;
import ringside.journal.JournalEnd;
import ringside.journal.JournalReader;
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
 */
public record Recovery(
        FrameLoop loop,
        @Nullable EngineIdentity identity,
        long checkpointPosition,
        long eventsReplayed,
        List<String> notes) {
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
        final EpochStart first = recording.exists() ? recording.firstEpoch() : null;
        final CheckpointStore checkpoints = recording.checkpointStore();
        if (first == null) {
            if (!checkpoints.isEmpty()) {
                throw new ReplayException("journal " + recording.journal() + ": gone, but there are checkpoints in "
                        + recording.checkpoints() + "; restore it, or start in a new directory");
            }
            final EngineMemory memory = new EngineMemory(settings, types, snapshotCapacity);
            return new Recovery(new FrameLoop(memory, output, -1), null, -1, 0, List.of());
        }
        final EngineIdentity identity = EngineIdentity.parse(first.identityJson());
        final Set<String> notes = new LinkedHashSet<>();
        long lastPosition = recording.claimedEnd();
        while (true) {
            final Progress told = new Progress(progress, lastPosition);
            final CheckpointStore.Use<Replayer> begin =
                    checkpoint -> new Replayer(types, output, checkpoint, snapshotCapacity, told).begin(identity);
            final Replayer restored = checkpoints.newest(lastPosition, notes::add, begin);
            final Replayer replayer = restored == null
                    ? new Replayer(types, output, null, snapshotCapacity, told).begin(identity)
                    : restored;
            final long start = replayer.loop().position();
            told.start = start;
            final JournalEnd end;
            try (JournalReader reader = recording.read(start + 1)) {
                end = reader.readAll(replayer);
            }
            if (end.position() > start) {
                if (!end.problem().isEmpty()) {
                    notes.add(end.problem());
                }
                return new Recovery(
                        replayer.loop(), replayer.identity(), start, replayer.eventsApplied(), List.copyOf(notes));
            }
            // The tail that was lost reaches back before this checkpoint: it follows from events that never were.
            lastPosition = end.position() - 1;
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

package ringside.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.LogicSettings;
import ringside.journal.EpochStart;
import ringside.journal.JournalEnd;
import ringside.journal.JournalReader;
import ringside.snapshot.checkpoint.Checkpoint;

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
     * @throws ReplayException when this build does not carry what was recorded
     */
    public static Recovery run(
            final EngineRecording recording,
            final LogicSettings settings,
            final GameTypes types,
            final LogicOutput output,
            final int snapshotCapacity,
            final DoubleConsumer progress) {
        final EpochStart first = recording.exists() ? recording.firstEpoch() : null;
        if (first == null) {
            final EngineMemory memory = new EngineMemory(settings, types, snapshotCapacity);
            return new Recovery(new FrameLoop(memory, output, -1), null, -1, 0, List.of());
        }
        final List<String> notes = new ArrayList<>();
        long lastPosition = recording.claimedEnd();
        while (true) {
            final Checkpoint checkpoint = recording.checkpointStore().newestGood(lastPosition, notes::add);
            final long start = checkpoint == null ? -1 : checkpoint.position();
            final double length = Math.max(1, lastPosition - start);
            final Replayer replayer = new Replayer(
                    types, output, checkpoint, snapshotCapacity, at -> progress.accept((at - start) / length));
            replayer.begin(EngineIdentity.parse(first.identityJson()));
            final JournalEnd end;
            try (JournalReader reader = recording.read(start + 1)) {
                end = reader.readAll(replayer);
            }
            if (end.position() > start) {
                if (!end.problem().isEmpty()) {
                    notes.add(end.problem());
                }
                return new Recovery(replayer.loop(), replayer.identity(), start, replayer.eventsApplied(), notes);
            }
            // The tail that was lost reaches back before this checkpoint: it follows from events that never were.
            lastPosition = end.position() - 1;
        }
    }
}

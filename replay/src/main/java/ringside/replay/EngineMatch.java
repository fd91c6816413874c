package ringside.replay;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.JournalReader;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * A match in an engine's recording. It is played with all others of its engine.
 *
 * @param recording of the engine
 * @param match the number of the match
 */
public record EngineMatch(EngineRecording recording, int match) implements MatchSource {
    private static final int SNAPSHOTS = 2;

    @Override
    public Playback before(final int frame, final GameTypes types, final LogicOutput output) {
        final Replayer replayer = replayer(frame, types, output);
        final JournalReader reader = recording.read(replayer.loop().position() + 1);
        return new ReplayerPlayback(replayer, reader::next, reader::close);
    }

    private Replayer replayer(final int frame, final GameTypes types, final LogicOutput output) {
        if (recording.firstIdentity() == null && recording.checkpointStore().isEmpty()) {
            throw new ReplayException(recording + ": nothing was recorded here");
        }
        final ReplayStart start = new ReplayStart(recording, types, output, SNAPSHOTS, position -> {});
        final Replayer near = start.newestBefore(match, frame);
        if (near != null) {
            return near;
        }
        final Replayer oldest = start.oldestLoop();
        final MatchSlot slot = oldest.loop().memory().find(match);
        if (slot != null && slot.frame() >= frame) {
            Recovery.requireBeginning(recording);
        }
        return oldest;
    }

    private static Replayer start(
            final GameTypes types,
            final EngineIdentity identity,
            final @Nullable Checkpoint checkpoint,
            final LogicOutput output) {
        return new Replayer(types, output, checkpoint, SNAPSHOTS, position -> {}).begin(identity);
    }

    @Override
    public @Nullable StoredState storedFrom(final int frame, final GameTypes types) {
        return recording.checkpointStore().oldest(0, checkpoint -> {
            if (checkpoint.position() > recording.claimedEnd()) {
                return null;
            }
            final Replayer replayer = start(types, recording.identityOf(checkpoint), checkpoint, new MutedOutput());
            final MatchSlot slot = replayer.loop().memory().find(match);
            return slot == null || slot.frame() < frame
                    ? null
                    : new StoredState(
                            "checkpoint " + checkpoint.name(),
                            checkpoint.position(),
                            slot.frame(),
                            StateCopy.of(slot.state()));
        });
    }

    @Override
    public String toString() {
        return recording + " match " + match;
    }
}

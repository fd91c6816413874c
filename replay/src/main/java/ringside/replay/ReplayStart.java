package ringside.replay;

import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * Where a replay of an engine's recording begins. Checkpoints only save time: one that is not good is passed over, and what it would have
 * saved is replayed from further back.
 *
 * @param output told what comes out
 * @param snapshots kept of each match
 * @param progress told the position after every few thousand events
 */
public record ReplayStart(
        EngineRecording recording, GameTypes types, LogicOutput output, int snapshots, LongConsumer progress) {

    /**
     * The journal's beginning, of which nothing was read yet; the oldest good checkpoint where that was removed on purpose.
     *
     * @throws ReplayException when it was removed and no checkpoint takes its place
     */
    public Replayer oldest() {
        final long retained = recording.retainedFrom();
        if (retained == 0) {
            return new Replayer(types, output, null, snapshots, progress);
        }
        final Replayer restored = recording.checkpointStore().oldest(retained - 1, this::at);
        if (restored == null) {
            Recovery.requireBeginning(recording);
            throw new IllegalStateException("a beginning that is and is not there");
        }
        return restored;
    }

    /** The same with a loop already, also where nothing but its first epoch says of what engine it is. */
    public Replayer oldestLoop() {
        final Replayer oldest = oldest();
        if (oldest.hasBegun()) {
            return oldest;
        }
        final EngineIdentity first = recording.firstIdentity();
        if (first == null) {
            throw new ReplayException(recording + ": nothing was recorded here");
        }
        return oldest.begin(first);
    }

    /** The newest checkpoint after which what is looked for is still to come, or null. */
    public @Nullable Replayer newest(final Predicate<EngineMemory> isStillToCome) {
        return recording.checkpointStore().newest(recording.claimedEnd(), note -> {}, checkpoint -> {
            final Replayer replayer = at(checkpoint);
            return isStillToCome.test(replayer.loop().memory()) ? replayer : null;
        });
    }

    /** The newest checkpoint that knows a match before it computed a frame, or null. */
    public @Nullable Replayer newestBefore(final int match, final int frame) {
        return newest(memory -> {
            final MatchSlot slot = memory.find(match);
            return slot != null && slot.frame() < frame;
        });
    }

    private Replayer at(final Checkpoint checkpoint) {
        return new Replayer(types, output, checkpoint, snapshots, progress).begin(recording.identityOf(checkpoint));
    }
}

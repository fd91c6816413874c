package ringside.replay;

import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.journal.JournalReader;
import ringside.layout.State;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * The state of a match at a frame, found by replaying from the newest checkpoint before it.
 *
 * @param state over memory of its own
 * @param hash of that state
 */
public record StateAtFrame(int match, int frame, long hash, State state) {

    /** Finds it, or throws {@link ReplayException} saying how far the recording reaches. */
    public static StateAtFrame find(
            final EngineRecording recording, final GameTypes types, final int match, final int frame) {
        final EngineIdentity first = recording.firstIdentity();
        if (first == null && recording.checkpointStore().isEmpty()) {
            throw new ReplayException(recording + ": nothing was recorded here");
        }
        final Catcher catcher = new Catcher(match, frame);
        final Replayer replayer = from(recording, types, first, catcher);
        catcher.watch(replayer.loop().memory());
        try (JournalReader reader = recording.read(replayer.loop().position() + 1)) {
            while (catcher.caught == null && reader.next(replayer)) {
                // Goes on until the frame was computed.
            }
        }
        final StateAtFrame caught = catcher.caught;
        if (caught != null) {
            return caught;
        }
        final MatchSlot slot = replayer.loop().memory().find(match);
        throw new ReplayException(
                slot == null
                        ? recording + ": no match " + match + " was recorded here"
                        : "match " + match + " was recorded up to frame " + slot.frame() + ", not " + frame);
    }

    private static Replayer from(
            final EngineRecording recording,
            final GameTypes types,
            final @Nullable EngineIdentity first,
            final Catcher catcher) {
        // A checkpoint only saves time: what one that is not good would have saved is replayed from further back.
        final Replayer restored = recording.checkpointStore().newest(recording.claimedEnd(), note -> {}, checkpoint -> {
            final Replayer replayer = start(types, recording.identityOf(checkpoint), checkpoint, catcher);
            final MatchSlot slot = replayer.loop().memory().find(catcher.match);
            return slot != null && slot.frame() < catcher.frame ? replayer : null;
        });
        if (restored != null) {
            return restored;
        }
        Recovery.requireBeginning(recording);
        if (first == null) {
            throw new ReplayException(recording + ": nothing was recorded here");
        }
        return start(types, first, null, catcher);
    }

    private static Replayer start(
            final GameTypes types,
            final EngineIdentity identity,
            final @Nullable Checkpoint checkpoint,
            final Catcher catcher) {
        return new Replayer(types, catcher, checkpoint, 2, position -> {}).begin(identity);
    }

    private static final class Catcher extends MutedOutput {
        private final int match;
        private final int frame;
        private @Nullable EngineMemory memory;
        private @Nullable StateAtFrame caught;

        Catcher(final int match, final int frame) {
            this.match = match;
            this.frame = frame;
        }

        void watch(final EngineMemory replayed) {
            memory = replayed;
        }

        @Override
        public void hashed(final int hashedMatch, final int hashedFrame, final long hash, final long position) {
            final EngineMemory replayed = memory;
            if (hashedMatch == match && hashedFrame == frame && replayed != null) {
                final MatchSlot slot = replayed.find(match);
                if (slot != null) {
                    final byte[] copy = new byte[slot.state().layout().blockBytes()];
                    slot.state().block().getBytes(0, copy);
                    final State state = new State(slot.state().layout());
                    state.wrap(new UnsafeBuffer(copy), 0);
                    caught = new StateAtFrame(match, frame, hash, state);
                }
            }
        }
    }
}

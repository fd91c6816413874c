package ringside.replay;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.journal.EpochStart;
import ringside.journal.JournalReader;
import ringside.layout.State;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointException;
import ringside.snapshot.checkpoint.CheckpointInfo;
import ringside.snapshot.checkpoint.CheckpointStore;

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
        final EpochStart first = recording.firstEpoch();
        if (first == null) {
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
            final EngineRecording recording, final GameTypes types, final EpochStart first, final Catcher catcher) {
        final CheckpointStore store = recording.checkpointStore();
        final EngineIdentity identity = EngineIdentity.parse(first.identityJson());
        final List<CheckpointInfo> infos = store.list();
        for (int i = infos.size() - 1; i >= 0; i--) {
            final CheckpointInfo info = infos.get(i);
            if (info.ok()) {
                try {
                    final Replayer replayer = start(types, identity, store.open(info.name()), catcher);
                    final MatchSlot slot = replayer.loop().memory().find(catcher.match);
                    if (slot != null && slot.frame() < catcher.frame) {
                        return replayer;
                    }
                } catch (final CheckpointException e) {
                    // A checkpoint only saves time: what it would have saved is replayed from further back.
                }
            }
        }
        return start(types, identity, null, catcher);
    }

    private static Replayer start(
            final GameTypes types,
            final EngineIdentity identity,
            final @Nullable Checkpoint checkpoint,
            final Catcher catcher) {
        final Replayer replayer = new Replayer(types, catcher, checkpoint, 2, position -> {});
        replayer.begin(identity);
        return replayer;
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

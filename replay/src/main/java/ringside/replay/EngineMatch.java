package ringside.replay;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
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
        return new JournalPlayback(replayer, recording.read(replayer.loop().position() + 1));
    }

    private Replayer replayer(final int frame, final GameTypes types, final LogicOutput output) {
        final EngineIdentity first = recording.firstIdentity();
        if (first == null && recording.checkpointStore().isEmpty()) {
            throw new ReplayException(recording + ": nothing was recorded here");
        }
        // A checkpoint only saves time: what one that is not good would have saved is replayed from further back.
        final Replayer restored = recording.checkpointStore().newest(recording.claimedEnd(), note -> {}, checkpoint -> {
            final Replayer replayer = start(types, recording.identityOf(checkpoint), checkpoint, output);
            final MatchSlot slot = replayer.loop().memory().find(match);
            return slot != null && slot.frame() < frame ? replayer : null;
        });
        if (restored != null) {
            return restored;
        }
        Recovery.requireBeginning(recording);
        if (first == null) {
            throw new ReplayException(recording + ": nothing was recorded here");
        }
        return start(types, first, null, output);
    }

    private static Replayer start(
            final GameTypes types,
            final EngineIdentity identity,
            final @Nullable Checkpoint checkpoint,
            final LogicOutput output) {
        return new Replayer(types, output, checkpoint, SNAPSHOTS, position -> {}).begin(identity);
    }

    @Override
    public String toString() {
        return recording + " match " + match;
    }

    /** Reads a journal record by record. */
    private static final class JournalPlayback implements Playback, JournalHandler {
        private final Replayer replayer;
        private final JournalReader reader;
        private JournalHandler told = NOBODY;

        JournalPlayback(final Replayer replayer, final JournalReader reader) {
            this.replayer = replayer;
            this.reader = reader;
        }

        @Override
        public FrameLoop loop() {
            return replayer.loop();
        }

        @Override
        public boolean next(final JournalHandler also) {
            told = also;
            return reader.next(this);
        }

        @Override
        public void onEvent(final Event event) {
            told.onEvent(event);
            replayer.onEvent(event);
        }

        @Override
        public void onEpoch(final EpochStart start) {
            told.onEpoch(start);
            replayer.onEpoch(start);
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            told.onAnnotation(match, frame, hash);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}

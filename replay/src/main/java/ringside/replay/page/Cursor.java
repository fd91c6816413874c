package ringside.replay.page;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import ringside.engine.event.Event;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.journal.JournalHandler;
import ringside.replay.MatchSource;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileHeader;

/**
 * Plays a match file again, frame by frame, from wherever it is wanted: on from where it stands when that is near, else from the
 * nearest start in the file. One thread at a time.
 */
final class Cursor {
    /** The frame before the first. */
    static final int BEFORE = -1;

    /** Told what happens between one step and the next, in order. */
    interface Watcher {
        /**
         * An event is about to be applied.
         *
         * @param frame the last that was computed
         */
        default void event(final Event event, final int frame) {}

        /** Logic answered the event before. */
        default void answered(final AnswerKind kind, final int player, final int sequence, final int detail) {}

        /** A frame was computed: the slot stands at its end. */
        default void frame(final MatchSlot slot, final int frame, final long hash) {}

        /** The hash that was recorded of a frame; some time after it. */
        default void recorded(final int frame, final long hash) {}

        /** The game threw in the frame behind this one: the match is closed. */
        default void failed(final int frame, final RuntimeException cause) {}
    }

    private final MatchFile file;
    private final GameTypes types;
    private final Output output = new Output();
    private final Told told = new Told();
    private MatchSource.@Nullable Playback playback;
    private Watcher watcher = new Watcher() {};
    private int at = BEFORE;
    private boolean stepped;

    Cursor(final MatchFile file, final Supplier<GameTypes> types) {
        this.file = file;
        this.types = types.get();
    }

    /** The last frame that was computed; {@link #BEFORE} the first. */
    int at() {
        return at;
    }

    /** Goes to where the frame is still to be computed: at it, or some frames before. */
    void seek(final int frame) {
        if (playback == null || at >= frame || startBefore(frame) > at) {
            playback = null;
            playback = file.before(frame <= file.header().firstFrame() ? 0 : frame, types, output);
            final MatchSlot slot = slot();
            at = slot == null ? BEFORE : slot.frame();
        }
    }

    /** The frame of the last start from which that frame is still to come. */
    private int startBefore(final int frame) {
        int start = BEFORE;
        for (final MatchFileHeader.Chunk chunk : file.header().chunks()) {
            if (chunk.afterFrame() < frame) {
                start = chunk.afterFrame();
            }
        }
        return start;
    }

    /** Computes one more frame; false when there is none. After a failure it begins anew with the next {@link #seek}. */
    boolean step(final Watcher listener) {
        final MatchSource.Playback running = playback;
        if (running == null) {
            throw new IllegalStateException("a step without a place to step from");
        }
        watcher = listener;
        stepped = false;
        boolean isWhole = false;
        try {
            boolean more = true;
            while (!stepped && more) {
                more = running.next(told);
            }
            isWhole = true;
        } finally {
            if (!isWhole) {
                playback = null;
            }
        }
        return stepped;
    }

    private @Nullable MatchSlot slot() {
        final MatchSource.Playback running = playback;
        return running == null ? null : running.loop().memory().find(file.match());
    }

    private final class Told implements JournalHandler {
        @Override
        public void onEvent(final Event event) {
            watcher.event(event, at);
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            if (match == file.match()) {
                watcher.recorded(frame, hash);
            }
        }
    }

    private final class Output extends MutedOutput {
        @Override
        public void answer(
                final AnswerKind kind,
                final long position,
                final long connection,
                final int match,
                final int player,
                final int sequence,
                final int detail) {
            if (match == file.match()) {
                watcher.answered(kind, player, sequence, detail);
            }
        }

        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            if (match == file.match()) {
                at = frame;
                stepped = true;
                final MatchSlot slot = slot();
                if (slot != null) {
                    watcher.frame(slot, frame, hash);
                }
            }
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            if (match == file.match()) {
                watcher.failed(frame, cause);
            }
        }
    }
}

package ringside.testkit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;

/** Keeps what logic says of the match under test: the hash of each frame, the answers, and how it failed. */
class RunLog implements LogicOutput {
    /** A frame and the hash of the match after it. */
    record Hash(int frame, long hash) {}

    /** The match was closed because the game threw. */
    record Failure(int lastFrame, RuntimeException cause) {
        @Override
        public String toString() {
            return cause + " after frame " + lastFrame;
        }
    }

    private final List<Hash> hashes = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private @Nullable Failure failure;
    private int frame;

    final List<Hash> hashes() {
        return hashes;
    }

    final List<Answer> answers() {
        return answers;
    }

    final @Nullable Failure failure() {
        return failure;
    }

    /** The match was hashed after a frame; its state is that of the frame during this call. */
    void onFrame(final Hash hash) {}

    /** Says after which frame a log begins that does not begin with the match. */
    final void beginAfter(final int lastFrame) {
        frame = lastFrame;
    }

    @Override
    public final void hashed(final int match, final int frameHashed, final long hash, final long position) {
        if (match == Run.MATCH) {
            frame = frameHashed;
            final Hash entry = new Hash(frameHashed, hash);
            hashes.add(entry);
            onFrame(entry);
        }
    }

    @Override
    public final void matchFailed(
            final int match, final int lastFrame, final long position, final RuntimeException cause) {
        if (match == Run.MATCH) {
            failure = new Failure(lastFrame, cause);
        }
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {}

    @Override
    public void created(final MatchSlot match) {}

    @Override
    public final void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        if (match == Run.MATCH) {
            answers.add(new Answer(frame, kind, connection, player, sequence, detail));
        }
    }
}

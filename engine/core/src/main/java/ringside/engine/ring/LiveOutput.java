package ringside.engine.ring;

import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;

/**
 * Takes what logic says on a live engine: hashes go back to the journal, answers to the edge, and the counters below tell
 * everyone how far logic is.
 */
public final class LiveOutput implements LogicOutput {
    private final HashQueue hashes;
    private final AnswerQueue answers;
    private final LiveListener listener;
    private volatile long framesDone;

    /**
     * An output for one engine.
     *
     * @param maxMatches of the engine
     * @param maxUnconsumedFrames that the clock keeps: together they bound the hashes in flight
     */
    public LiveOutput(
            final int maxMatches,
            final int maxUnconsumedFrames,
            final AnswerQueue answers,
            final LiveListener listener) {
        this.hashes = new HashQueue(Math.multiplyExact(maxMatches + 1, maxUnconsumedFrames + 2));
        this.answers = answers;
        this.listener = listener;
    }

    HashQueue hashes() {
        return hashes;
    }

    /** FRAMEs that logic completed through this output; readable from any thread. */
    public long framesDone() {
        return framesDone;
    }

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        answers.answer(kind, position, connection, match, player, sequence, detail);
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        hashes.add(match, frame, hash);
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        listener.matchFailed(match, frame, position, cause);
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        final long done = framesDone + 1;
        framesDone = done;
        listener.frameDone(tick, position, dueNs);
    }

    @Override
    public void created(final MatchSlot match) {
        listener.created(match);
    }

    @Override
    public void ended(final MatchSlot match, final long position) {
        listener.ended(match, position);
    }

    @Override
    public void disposed(final MatchSlot match) {
        listener.disposed(match);
    }
}

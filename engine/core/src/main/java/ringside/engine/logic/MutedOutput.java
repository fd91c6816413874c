package ringside.engine.logic;

import ringside.engine.output.AnswerKind;

/** Nobody listens: the output of a replay. Those who do listen override what they need. */
public class MutedOutput implements LogicOutput {
    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        // The one who asked was answered live.
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        // Nobody compares.
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        // It was reported live.
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        // Nobody is shown anything.
    }

    @Override
    public void created(final MatchSlot match) {
        // Nobody joins.
    }
}

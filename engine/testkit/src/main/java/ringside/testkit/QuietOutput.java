package ringside.testkit;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;

/** Keeps nothing of what logic says but how the game failed, so that listening allocates nothing. */
final class QuietOutput implements LogicOutput {
    private @Nullable RuntimeException failure;

    @Nullable
    RuntimeException failure() {
        return failure;
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {}

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        failure = cause;
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {}

    @Override
    public void created(final MatchSlot match) {}

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {}
}

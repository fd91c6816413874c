package ringside.simulator;

import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;

/** What logic says, passed on and noted. */
final class CheckedOutput implements LogicOutput {
    private final LogicOutput next;
    private final Checker checker;

    CheckedOutput(final LogicOutput next, final Checker checker) {
        this.next = next;
        this.checker = checker;
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
        next.answer(kind, position, connection, match, player, sequence, detail);
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        if (match == ServerProcess.MATCH) {
            checker.hashed(frame, hash);
        }
        next.hashed(match, frame, hash, position);
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        next.matchFailed(match, frame, position, cause);
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        next.frameDone(tick, position, dueNs);
    }

    @Override
    public void created(final MatchSlot match) {
        next.created(match);
    }

    @Override
    public void ended(final MatchSlot match, final long position) {
        next.ended(match, position);
    }

    @Override
    public void disposed(final MatchSlot match) {
        next.disposed(match);
    }
}

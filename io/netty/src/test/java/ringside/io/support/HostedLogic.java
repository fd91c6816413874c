package ringside.io.support;

import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;
import ringside.engine.output.AnswerKind;
import ringside.engine.ring.AnswerQueue;
import ringside.io.session.MatchDirectory;

/** What tests that host an engine without threads make of what its logic says: answers wait, matches can be joined, none may fail. */
public class HostedLogic extends MutedOutput {
    public final AnswerQueue answers = new AnswerQueue(1 << 20);
    public final MatchDirectory matches = new MatchDirectory();

    protected HostedLogic() {}

    @Override
    public final void answer(
            final AnswerKind kind,
            final long at,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        answers.answer(kind, at, connection, match, player, sequence, detail);
    }

    @Override
    public final void matchFailed(final int match, final int frame, final long at, final RuntimeException cause) {
        throw new AssertionError("match " + match + " failed in frame " + frame, cause);
    }

    @Override
    public final void created(final MatchSlot match) {
        matches.add(match);
    }
}

package ringside.engine.logic;

import ringside.engine.output.AnswerKind;

/** Passes all that logic says on to another one. Those who do more with some of it override that. */
public abstract class ForwardingOutput implements LogicOutput {
    /** Who listens now. */
    protected abstract LogicOutput next();

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        next().answer(kind, position, connection, match, player, sequence, detail);
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        next().hashed(match, frame, hash, position);
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        next().matchFailed(match, frame, position, cause);
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
        next().frameDone(tick, position, dueNs);
    }

    @Override
    public void created(final MatchSlot match) {
        next().created(match);
    }

    @Override
    public void ended(final MatchSlot match, final long position) {
        next().ended(match, position);
    }

    @Override
    public void disposed(final MatchSlot match) {
        next().disposed(match);
    }
}

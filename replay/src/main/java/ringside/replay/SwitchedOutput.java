package ringside.replay;

import ringside.engine.logic.LogicOutput;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;

/**
 * An output whose listener changes with the engine's role: muted while it recovers, the live edge once it serves. Logic
 * notices nothing.
 */
public final class SwitchedOutput implements LogicOutput {
    private LogicOutput listener;

    public SwitchedOutput(final LogicOutput listener) {
        this.listener = listener;
    }

    /** From now on this one listens. Called between two events by the thread that feeds them. */
    public void switchTo(final LogicOutput next) {
        listener = next;
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
        listener.answer(kind, position, connection, match, player, sequence, detail);
    }

    @Override
    public void hashed(final int match, final int frame, final long hash, final long position) {
        listener.hashed(match, frame, hash, position);
    }

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
        listener.matchFailed(match, frame, position, cause);
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {
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

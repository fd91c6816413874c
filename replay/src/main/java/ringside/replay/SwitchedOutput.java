package ringside.replay;

import ringside.engine.logic.ForwardingOutput;
import ringside.engine.logic.LogicOutput;

/**
 * An output whose listener changes with the engine's role: muted while it recovers, the live edge once it serves. Logic
 * notices nothing.
 */
public final class SwitchedOutput extends ForwardingOutput {
    private LogicOutput listener;

    public SwitchedOutput(final LogicOutput listener) {
        this.listener = listener;
    }

    /** From now on this one listens. Called between two events by the thread that feeds them. */
    public void switchTo(final LogicOutput next) {
        listener = next;
    }

    @Override
    protected LogicOutput next() {
        return listener;
    }
}

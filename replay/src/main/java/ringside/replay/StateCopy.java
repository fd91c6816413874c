package ringside.replay;

import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.State;

/** Copies of states over memory of their own, history included. */
public final class StateCopy {
    private StateCopy() {}

    public static State of(final State state) {
        final byte[] bytes = new byte[state.layout().blockBytes()];
        state.block().getBytes(0, bytes);
        final State copy = new State(state.layout());
        copy.wrap(new UnsafeBuffer(bytes), 0);
        return copy;
    }
}

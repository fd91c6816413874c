package ringside.engine.support;

import ringside.engine.ring.NanoClock;

/** Time that a test moves. */
public final class ManualClock implements NanoClock {
    public long nowNs;

    public ManualClock(final long startNs) {
        nowNs = startNs;
    }

    @Override
    public long nanoTime() {
        return nowNs;
    }

    public void advance(final long ns) {
        nowNs += ns;
    }
}

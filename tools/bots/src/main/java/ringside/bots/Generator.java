package ringside.bots;

import java.util.Locale;

/**
 * How well the sender itself kept up: what it was late with is part of every latency, so a run says whether that is small.
 *
 * @param lateness from when an input was due to when the sender came to it
 * @param busiestThread share of the measured time that the busiest of its threads was running, 0 to 1
 * @param inputsLeftOut inputs that were never made, because a sender was held up for many frames
 */
public record Generator(Percentiles lateness, double busiestThread, long inputsLeftOut) {
    /** A sender that comes to one in a hundred inputs later than this takes part in the latencies. */
    public static final long LATENESS_BOUND_NS = 2_000_000;

    /** A thread that runs for more than this share of the time has answers waiting for it. */
    public static final double BUSY_BOUND = 0.9;

    /** Whether the latencies are the sender's own, at least in part. */
    public boolean wasBottleneck() {
        return lateness.p99Ns() > LATENESS_BOUND_NS || busiestThread > BUSY_BOUND || inputsLeftOut > 0;
    }

    /** Why, in one sentence; empty when it was none. */
    public String warning() {
        return wasBottleneck()
                ? String.format(
                        Locale.ROOT,
                        "The bots themselves were late: p99 %d us (bound %d), the busiest thread ran for %.0f %% of the time"
                                + " (bound %.0f), %d inputs were left out. Use fewer players, more threads or another machine.",
                        lateness.p99Ns() / 1_000,
                        LATENESS_BOUND_NS / 1_000,
                        busiestThread * 100,
                        BUSY_BOUND * 100,
                        inputsLeftOut)
                : "";
    }
}

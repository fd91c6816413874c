package ringside.io.client;

/**
 * How a session comes back. Immutable; milliseconds.
 *
 * @param firstDelayMs after the first failure of an address; doubles with each further one, and a random share of the
 *     same is added. Of several addresses each is tried every 20 to 40 ms for the first 2 s after a loss
 * @param maxDelayMs the longest delay before that share
 * @param attemptMs for one attempt, from connecting to WELCOME; the next address is tried beside it much earlier
 * @param silenceMs without a byte from a server that should be sending; then the connection counts as lost
 * @param giveUpAfterMs without a seat; then the session ends
 * @param suspectMs without a view; then the other addresses are asked for the seat, where there are any, while the
 *     connection is kept
 */
public record ReconnectPolicy(
        int firstDelayMs, int maxDelayMs, int attemptMs, int silenceMs, int giveUpAfterMs, int suspectMs) {
    private static final int SUSPECT_MS = 150;

    public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(100, 2_000, 12_000, 5_000, 30_000);

    public ReconnectPolicy {
        require("firstDelayMs", firstDelayMs);
        require("maxDelayMs", maxDelayMs);
        require("attemptMs", attemptMs);
        require("silenceMs", silenceMs);
        require("suspectMs", suspectMs);
        if (giveUpAfterMs < 0) {
            throw new IllegalArgumentException("giveUpAfterMs " + giveUpAfterMs + ": 0 or more is possible");
        }
    }

    /** One that asks others after 150 ms. */
    public ReconnectPolicy(
            final int firstDelayMs,
            final int maxDelayMs,
            final int attemptMs,
            final int silenceMs,
            final int giveUpAfterMs) {
        this(firstDelayMs, maxDelayMs, attemptMs, silenceMs, giveUpAfterMs, SUSPECT_MS);
    }

    public ReconnectPolicy givingUpAfterMs(final int ms) {
        return new ReconnectPolicy(firstDelayMs, maxDelayMs, attemptMs, silenceMs, ms, suspectMs);
    }

    public ReconnectPolicy suspectingAfterMs(final int ms) {
        return new ReconnectPolicy(firstDelayMs, maxDelayMs, attemptMs, silenceMs, giveUpAfterMs, ms);
    }

    private static void require(final String name, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + ": 1 or more is possible");
        }
    }
}

package ringside.io.client;

/**
 * How a session comes back. Immutable; milliseconds.
 *
 * @param firstDelayMs after the first failure of an address; doubles with each further one, and a random share of the
 *     same is added
 * @param maxDelayMs the longest delay before that share
 * @param attemptMs for one attempt, from connecting to WELCOME; then the next address is tried
 * @param silenceMs without a byte from a server that should be sending; then the connection counts as lost
 * @param giveUpAfterMs without a seat; then the session ends
 */
public record ReconnectPolicy(int firstDelayMs, int maxDelayMs, int attemptMs, int silenceMs, int giveUpAfterMs) {
    public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(100, 2_000, 12_000, 5_000, 30_000);

    public ReconnectPolicy {
        require("firstDelayMs", firstDelayMs);
        require("maxDelayMs", maxDelayMs);
        require("attemptMs", attemptMs);
        require("silenceMs", silenceMs);
        if (giveUpAfterMs < 0) {
            throw new IllegalArgumentException("giveUpAfterMs " + giveUpAfterMs + ": 0 or more is possible");
        }
    }

    public ReconnectPolicy givingUpAfterMs(final int ms) {
        return new ReconnectPolicy(firstDelayMs, maxDelayMs, attemptMs, silenceMs, ms);
    }

    private static void require(final String name, final int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + ": 1 or more is possible");
        }
    }
}

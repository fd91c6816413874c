package ringside.io.session;

/**
 * What those who only watch are given.
 *
 * @param mostPerMatch who comes beyond that is told that there is no room; 0: nobody may watch
 * @param delayMs by how much they are shown everything late, effects too, so that nobody can tell a player what only they
 *     see
 * @param hz views a second, at most one a frame. A view tells what changed since the one before only where that lies less than
 *     32 frames back: at a 32nd of the frame rate or less each view is whole
 */
public record SpectatorSettings(int mostPerMatch, int delayMs, int hz) {
    /** The most that {@code delayMs} may be. */
    public static final int MOST_DELAY_MS = 600_000;

    /** The most that {@code mostPerMatch} may be. */
    public static final int MOST_PER_MATCH = 100_000;

    /** For so long what was recorded is kept, and recording goes on, when the last one of a match has left. */
    public static final int KEPT_MS = 60_000;

    public static final SpectatorSettings DEFAULT = new SpectatorSettings(100, 10_000, 20);

    public SpectatorSettings {
        require("mostPerMatch", mostPerMatch, 0, MOST_PER_MATCH);
        require("delayMs", delayMs, 0, MOST_DELAY_MS);
        require("hz", hz, 1, 1_000);
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": " + min + " to " + max + " are possible");
        }
    }
}

package ringside.server;

import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Before a planned switch: has the primary, if it is alive, tell its players to ask here for their seats, and waits until those who come
 * have come. They play on meanwhile. Everything is bounded: a primary that does not answer costs some milliseconds, players who
 * do not come a part of a second in which nothing stands still.
 */
final class PlayersAhead {
    /** A primary that is alive answers in less. */
    static final long ANSWER_NS = 20_000_000;

    /** The first player comes in less, or there is none who knows the way. */
    static final long FIRST_NS = 150_000_000;

    /** When nobody came for so long, all have come. */
    static final long QUIET_NS = 40_000_000;

    /** Those who came first wait here no longer than half a second. */
    static final long MOST_NS = 350_000_000;

    private static final long LOOK_NS = 500_000;

    private final LongSupplier clockNs;
    private final LongConsumer rest;

    /** @param rest sleeps for so many nanoseconds at most */
    PlayersAhead(final LongSupplier clockNs, final LongConsumer rest) {
        this.clockNs = clockNs;
        this.rest = rest;
    }

    /**
     * Waits for the answer, then for players. Returns whether the primary answered.
     *
     * @param isTold whether the primary answered that its players were told
     * @param isAlive whether there is still a connection to it
     * @param waiting how many have come so far
     */
    boolean await(final BooleanSupplier isTold, final BooleanSupplier isAlive, final IntSupplier waiting) {
        final int before = waiting.getAsInt();
        final long askedNs = clockNs.getAsLong();
        while (!isTold.getAsBoolean()) {
            if (!isAlive.getAsBoolean() || clockNs.getAsLong() - askedNs >= ANSWER_NS) {
                return false;
            }
            rest.accept(LOOK_NS);
        }
        final long toldNs = clockNs.getAsLong();
        int came = before;
        long cameNs = toldNs;
        for (long nowNs = toldNs; nowNs - toldNs < MOST_NS; nowNs = clockNs.getAsLong()) {
            final int now = waiting.getAsInt();
            if (now != came) {
                came = now;
                cameNs = nowNs;
            }
            if (nowNs - cameNs >= (came == before ? FIRST_NS : QUIET_NS)) {
                return true;
            }
            rest.accept(LOOK_NS);
        }
        return true;
    }
}

package ringside.io.client;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;

/**
 * Which server may be tried, and when. Each address has its own waiting time, so that a standby is tried while the primary
 * that sent one away is left alone. Not thread-safe; times in nanoseconds.
 */
final class AddressBook {
    /** None of them. */
    static final int NONE = -1;

    private static final long MS = 1_000_000;
    private static final int MOST_DOUBLINGS = 16;

    /**
     * For so long after a loss, each of several addresses is tried again after {@link #SEARCH_DELAY_MS} and a random share of
     * the same: one of them is about to serve.
     */
    private static final long SEARCH_NS = 2_000 * MS;

    private static final int SEARCH_DELAY_MS = 20;

    private final List<ServerAddress> addresses;
    private final ReconnectPolicy policy;
    private final RandomGenerator random;
    private final int[] failures;
    private final long[] notBeforeNs;
    private final boolean[] refused;
    private final boolean[] taken;
    private int last;
    private long resetNs;

    AddressBook(final List<ServerAddress> addresses, final ReconnectPolicy policy, final RandomGenerator random) {
        this.addresses = addresses;
        this.policy = policy;
        this.random = random;
        failures = new int[addresses.size()];
        notBeforeNs = new long[addresses.size()];
        refused = new boolean[addresses.size()];
        taken = new boolean[addresses.size()];
        last = addresses.size() - 1;
    }

    /** Whether there is another server to try than the one that serves. */
    boolean hasAlternatives() {
        return addresses.size() > 1;
    }

    /** Forgets all failures: every address may be tried at once. */
    void reset(final long nowNs) {
        resetNs = nowNs;
        Arrays.fill(failures, 0);
        Arrays.fill(notBeforeNs, nowNs);
        Arrays.fill(refused, false);
    }

    /** Of the addresses that are not taken, the one that may be tried first, those behind the last one first; or {@link #NONE}. */
    int first() {
        int best = NONE;
        for (int i = 1; i <= addresses.size(); i++) {
            final int candidate = (last + i) % addresses.size();
            final boolean isFree = !refused[candidate] && !taken[candidate];
            if (isFree && (best == NONE || notBeforeNs[candidate] < notBeforeNs[best])) {
                best = candidate;
            }
        }
        return best;
    }

    /** When that address may be tried. */
    long notBeforeNs(final int index) {
        return notBeforeNs[index];
    }

    /** There is a connection to that address, or an attempt at one. */
    ServerAddress take(final int index) {
        taken[index] = true;
        last = index;
        return addresses.get(index);
    }

    /** There is none any more. */
    void giveBack(final int index) {
        taken[index] = false;
    }

    /**
     * An address did not give a seat.
     *
     * @param retryAfterMs what its server said, or 0
     * @param isUrgent nobody serves, as far as is known
     */
    void failed(final int index, final int retryAfterMs, final boolean isUrgent, final long nowNs) {
        final int doublings = Math.min(failures[index], MOST_DOUBLINGS);
        long ownMs = Math.min(policy.maxDelayMs(), (long) policy.firstDelayMs() << doublings);
        if (isUrgent && hasAlternatives() && nowNs - resetNs < SEARCH_NS) {
            ownMs = Math.min(ownMs, SEARCH_DELAY_MS);
        } else {
            failures[index]++;
        }
        final long waitNs = Math.max(ownMs, Math.min((long) retryAfterMs << doublings, 15L * 60_000)) * MS;
        notBeforeNs[index] = nowNs + waitNs + random.nextLong(waitNs);
    }

    /**
     * An address said that the same attempt will not succeed there. True when that holds everywhere: all of them have, or
     * they would. Alone, a server may say so that lost its reign, or never had the match.
     */
    boolean refusedForGood(final int index, final @Nullable DisconnectReason reason) {
        if (reason == DisconnectReason.MATCH_OVER || reason == DisconnectReason.RESUMED_ELSEWHERE) {
            return true;
        }
        refused[index] = true;
        for (final boolean one : refused) {
            if (!one) {
                return false;
            }
        }
        return true;
    }
}

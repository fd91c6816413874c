package ringside.io.client;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectReason;

/**
 * Which server is tried next, and when. Each address has its own waiting time, so that a standby is tried while the
 * primary that sent one away is left alone. Not thread-safe; times in nanoseconds.
 */
final class AddressBook {
    private static final long MS = 1_000_000;
    private static final int MOST_DOUBLINGS = 16;

    private final List<ServerAddress> addresses;
    private final ReconnectPolicy policy;
    private final RandomGenerator random;
    private final int[] failures;
    private final long[] notBeforeNs;
    private final boolean[] refused;
    private int current;

    AddressBook(final List<ServerAddress> addresses, final ReconnectPolicy policy, final RandomGenerator random) {
        this.addresses = addresses;
        this.policy = policy;
        this.random = random;
        failures = new int[addresses.size()];
        notBeforeNs = new long[addresses.size()];
        refused = new boolean[addresses.size()];
    }

    ServerAddress current() {
        return addresses.get(current);
    }

    /** Forgets all failures: every address may be tried at once. */
    void reset(final long nowNs) {
        Arrays.fill(failures, 0);
        Arrays.fill(notBeforeNs, nowNs);
        Arrays.fill(refused, false);
    }

    /** The current address did not give a seat; {@code retryAfterMs} is what its server said, or 0. */
    void failed(final int retryAfterMs, final long nowNs) {
        final int doublings = Math.min(failures[current], MOST_DOUBLINGS);
        failures[current]++;
        final long ownMs = Math.min(policy.maxDelayMs(), (long) policy.firstDelayMs() << doublings);
        final long waitNs = Math.max(ownMs, Math.min((long) retryAfterMs << doublings, 15L * 60_000)) * MS;
        notBeforeNs[current] = nowNs + waitNs + random.nextLong(waitNs);
    }

    /**
     * The current address said that the same attempt will not succeed there. True when that holds everywhere: all of them
     * have, or they would. Alone, a server may say so that lost its reign, or never had the match.
     */
    boolean refusedForGood(final @Nullable DisconnectReason reason) {
        if (reason == DisconnectReason.MATCH_OVER || reason == DisconnectReason.RESUMED_ELSEWHERE) {
            return true;
        }
        refused[current] = true;
        for (final boolean one : refused) {
            if (!one) {
                return false;
            }
        }
        return true;
    }

    /** Moves to the address that may be tried first, the next ones in order first, and returns when that is. */
    long moveOn() {
        final int from = current;
        int best = -1;
        for (int i = 1; i <= addresses.size(); i++) {
            final int candidate = (from + i) % addresses.size();
            if (!refused[candidate] && (best < 0 || notBeforeNs[candidate] < notBeforeNs[best])) {
                best = candidate;
            }
        }
        current = best < 0 ? from : best;
        return notBeforeNs[current];
    }
}

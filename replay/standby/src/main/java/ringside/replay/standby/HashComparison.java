package ringside.replay.standby;

import org.jspecify.annotations.Nullable;
import ringside.replay.HashCheck;

/**
 * Compares the hashes of all frames that a standby computes with those that come in the primary's records. What an epoch left without
 * a hash, because its process was killed, is forgotten with it.
 */
final class HashComparison {
    private HashCheck check = new HashCheck();
    private long verifiedBefore;
    private int lastMatch;
    private int lastFrame;
    private long lastHash;
    private HashCheck.@Nullable Divergence first;

    void computed(final int match, final int frame, final long hash, final long position) {
        check.hashed(match, frame, hash, position);
    }

    void recorded(final int match, final int frame, final long hash) {
        final long before = check.framesVerified();
        check.recorded(match, frame, hash);
        if (check.framesVerified() > before) {
            lastMatch = match;
            lastFrame = frame;
            lastHash = hash;
        }
        if (first == null) {
            first = check.divergence();
        }
    }

    /** All begins anew, from an earlier frame perhaps. */
    void begin() {
        epochBegins();
        first = null;
    }

    void epochBegins() {
        verifiedBefore += check.framesVerified();
        check = new HashCheck();
    }

    /** Frames of matches that were equal. */
    long framesCompared() {
        return verifiedBefore + check.framesVerified();
    }

    /** The newest of them; null while there is none. */
    @Nullable
    Compared last() {
        return lastMatch == 0 ? null : new Compared(lastMatch, lastFrame, lastHash);
    }

    HashCheck.@Nullable Divergence first() {
        return first;
    }
}

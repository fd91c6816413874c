package ringside.server.rules;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringside.engine.output.Refusal;

/** A running match whose rules are those of a set, and become what the set becomes. For the reloader's thread only. */
final class Follower {
    private final RunningMatch match;
    private final String set;

    /** The rules that it has, as far as this side knows. */
    private byte[] has;

    /** The rules that it showed when it was looked at last. */
    private byte[] shown;

    /** What it was offered last; null before the first offer. */
    private @Nullable RuleRecord offered;

    /** The answer to the last offer, until it is read. Another thread brings it. */
    private AtomicReference<@Nullable Answer> answer = new AtomicReference<>();

    private boolean isWaiting;

    /**
     * What logic said to an offer.
     *
     * @param refusal null when the match has the rules now
     */
    record Answer(@Nullable Refusal refusal) {}

    Follower(final RunningMatch match, final String set, final byte[] has) {
        this.match = match;
        this.set = set;
        this.has = has;
        shown = has;
    }

    RunningMatch match() {
        return match;
    }

    String set() {
        return set;
    }

    boolean wants(final RuleRecord record) {
        return offered == null ? !record.isSameAs(has) : !offered.isSameAs(record);
    }

    /**
     * True when somebody else gave it other rules. What it was given itself may not show yet: for a moment, or for as long as
     * it stands still.
     */
    boolean isOnItsOwn() {
        if (isWaiting) {
            return false;
        }
        final byte[] now = match.rules();
        if (Arrays.equals(now, shown) || Arrays.equals(now, has) || (offered != null && offered.isSameAs(now))) {
            shown = now;
            return false;
        }
        return true;
    }

    /** Takes note of an offer, and says where its answer goes. */
    AtomicReference<@Nullable Answer> offering(final RuleRecord record) {
        offered = record;
        isWaiting = true;
        answer = new AtomicReference<>();
        return answer;
    }

    /** The offer was not taken on its way. */
    void notOffered(final @Nullable RuleRecord before) {
        offered = before;
        isWaiting = false;
    }

    /** True while an answer is to come. */
    boolean isWaiting() {
        return isWaiting;
    }

    @Nullable
    RuleRecord lastOffer() {
        return offered;
    }

    /** The answer to the last offer, once. */
    @Nullable
    Answer answer() {
        final Answer come = answer.getAndSet(null);
        final RuleRecord record = offered;
        if (come != null && record != null) {
            isWaiting = false;
            if (come.refusal() == null) {
                has = record.bytes();
            }
        }
        return come;
    }
}

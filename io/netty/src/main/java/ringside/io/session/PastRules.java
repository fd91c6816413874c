package ringside.io.session;

import java.util.ArrayDeque;
import java.util.Deque;
import ringside.io.protocol.Bytes;

/**
 * Which rules a match had when, for those who are shown it late. Known are the rules that it had when it was first seen, and from
 * when on others were seen. Safe for many threads.
 *
 * <p>Keeps {@value #MOST} changes; beyond that the newest one is forgotten for one that is newer still, so that nothing is
 * told too early.
 */
final class PastRules {
    static final int MOST = 16;

    /** From that moment on a match was seen with these rules. */
    private record Seen(Bytes rules, long sinceNs) {}

    private final Bytes first;
    private final Deque<Seen> changes = new ArrayDeque<>();

    PastRules(final Bytes first) {
        this.first = first;
    }

    /** The match has these rules now. */
    synchronized void saw(final Bytes rules, final long nowNs) {
        final Seen newest = changes.peekLast();
        if (rules.equals(newest == null ? first : newest.rules())) {
            return;
        }
        if (changes.size() == MOST) {
            changes.removeLast();
        }
        changes.add(new Seen(rules, nowNs));
    }

    /** The rules that the match was seen with last, up to that moment. */
    synchronized Bytes asOf(final long thenNs) {
        Bytes rules = first;
        for (final Seen change : changes) {
            if (change.sinceNs() - thenNs <= 0) {
                rules = change.rules();
            }
        }
        return rules;
    }
}

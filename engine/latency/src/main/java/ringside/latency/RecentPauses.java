package ringside.latency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The last pauses of the machine or the JVM that were worth a note, with their times, so that whoever looks at one slow moment
 * finds what lay beside it. One thread notes, any asks; of a pause that is overwritten while it is read nothing is said.
 */
public final class RecentPauses {
    private static final int KEPT = 256;

    private final long leastNs;
    private final AtomicLongArray ends = new AtomicLongArray(KEPT);
    private final AtomicLongArray lengths = new AtomicLongArray(KEPT);
    private final AtomicLong count = new AtomicLong();

    /** A pause, by the monotonic clock. */
    public record Pause(long endNs, long lengthNs) {
        public long startNs() {
            return endNs - lengthNs;
        }
    }

    /** @param leastNs what is shorter is not kept */
    public RecentPauses(final long leastNs) {
        this.leastNs = leastNs;
    }

    /** Notes a pause. The noting thread. */
    public void note(final long endNs, final long lengthNs) {
        if (lengthNs < leastNs) {
            return;
        }
        final long number = count.get();
        final int at = (int) (number % KEPT);
        lengths.set(at, -1);
        ends.set(at, endNs);
        lengths.set(at, lengthNs);
        count.set(number + 1);
    }

    /** Those that lay between two moments, or reached into that time, in their order. */
    public List<Pause> between(final long fromNs, final long toNs) {
        final List<Pause> found = new ArrayList<>();
        final long end = count.get();
        for (long number = Math.max(0, end - KEPT); number < end; number++) {
            final int at = (int) (number % KEPT);
            final long lengthNs = lengths.get(at);
            final Pause pause = new Pause(ends.get(at), lengthNs);
            if (lengthNs >= 0
                    && lengths.get(at) == lengthNs
                    && pause.endNs() - fromNs > 0
                    && toNs - pause.startNs() > 0) {
                found.add(pause);
            }
        }
        return found;
    }
}

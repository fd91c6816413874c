package ringside.replay.standby;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** How often connections ended, by reason; those of lower epochs that were refused among them. Safe for many threads. */
public final class EndCounts {
    private final AtomicLongArray counts = new AtomicLongArray(Reason.MOST);

    void count(final Reason reason) {
        counts.incrementAndGet(reason.code());
    }

    /** Those that ever came, by reason. */
    public Map<Reason, Long> all() {
        final Map<Reason, Long> all = new EnumMap<>(Reason.class);
        for (final Reason reason : Reason.values()) {
            final long count = counts.get(reason.code());
            if (count > 0) {
                all.put(reason, count);
            }
        }
        return all;
    }
}

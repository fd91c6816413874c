package ringside.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What took how long, step by step, in the order of the steps. For one thread at a time. */
final class Timeline {
    private static final long NS_PER_US = 1_000;

    private final LongSupplier clockNs;
    private final long beganNs;
    private final Map<String, Long> tookUs = new LinkedHashMap<>();
    private long lastNs;

    /** Begins now. */
    Timeline(final LongSupplier clockNs) {
        this.clockNs = clockNs;
        beganNs = clockNs.getAsLong();
        lastNs = beganNs;
    }

    /** A step is done: it took the time since the one before. A name that comes again adds to what it had. */
    void done(final String step) {
        final long nowNs = clockNs.getAsLong();
        tookUs.merge(step, (nowNs - lastNs) / NS_PER_US, Long::sum);
        lastNs = nowNs;
    }

    /** Microseconds of each step so far. */
    Map<String, Long> tookUs() {
        return new LinkedHashMap<>(tookUs);
    }

    /** Microseconds from the beginning to the end of the last step. */
    long totalUs() {
        return (lastNs - beganNs) / NS_PER_US;
    }
}

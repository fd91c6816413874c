package ringside.bots;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.agrona.collections.Long2LongCounterMap;
import org.jspecify.annotations.Nullable;
import ringside.io.client.ConsumedInput;
import ringside.io.protocol.RefusalReason;

/**
 * What the bots of one thread measured. Durations in nanoseconds, with three digits. Not thread-safe; allocates for a new
 * epoch and for refused inputs only.
 */
final class Tally {
    /** Beyond it a duration counts as this long. */
    private static final long LONGEST_NS = 600_000_000_000L;

    private static final int DIGITS = 3;

    private final Histogram inputToView = new Histogram(LONGEST_NS, DIGITS);
    private final Histogram inputToViewAboveFrame = new Histogram(LONGEST_NS, DIGITS);
    private final Histogram viewGap = new Histogram(LONGEST_NS, DIGITS);
    private final Histogram lateness = new Histogram(LONGEST_NS, DIGITS);
    private final Long2LongCounterMap viewsByEpoch = new Long2LongCounterMap(0);

    private final TreeMap<String, Long> refusals = new TreeMap<>();

    void consumed(final ConsumedInput input) {
        record(inputToView, input.inputToViewNs());
        if (input.isFrameWaitKnown()) {
            record(inputToViewAboveFrame, input.aboveFrameNs());
        }
    }

    void gap(final long ns) {
        record(viewGap, ns);
    }

    void late(final long ns) {
        record(lateness, ns);
    }

    void refused(final @Nullable RefusalReason reason) {
        refusals.merge(reason == null ? "UNKNOWN" : reason.name(), 1L, Long::sum);
    }

    void view(final long epoch) {
        viewsByEpoch.incrementAndGet(epoch);
    }

    void add(final Tally other) {
        inputToView.add(other.inputToView);
        inputToViewAboveFrame.add(other.inputToViewAboveFrame);
        viewGap.add(other.viewGap);
        lateness.add(other.lateness);
        other.refusals.forEach((reason, count) -> refusals.merge(reason, count, Long::sum));
        other.viewsByEpoch.forEach((final long epoch, final long views) -> viewsByEpoch.getAndAdd(epoch, views));
    }

    Histogram inputToView() {
        return inputToView;
    }

    Histogram inputToViewAboveFrame() {
        return inputToViewAboveFrame;
    }

    Histogram viewGap() {
        return viewGap;
    }

    Histogram lateness() {
        return lateness;
    }

    Long2LongCounterMap viewsByEpoch() {
        return viewsByEpoch;
    }

    /** Refused inputs by the reason's name. */
    Map<String, Long> refusals() {
        return refusals;
    }

    private static void record(final Histogram into, final long ns) {
        into.recordValue(Math.max(0, Math.min(LONGEST_NS, ns)));
    }
}

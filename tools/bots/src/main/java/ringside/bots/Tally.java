package ringside.bots;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.collections.Long2LongCounterMap;
import org.jspecify.annotations.Nullable;
import ringside.io.client.ConsumedInput;
import ringside.io.protocol.RefusalReason;

/**
 * What the bots of one thread measure. Durations are recorded by that thread and taken by another, {@link #take}; neither
 * waits for the other. Everything else belongs to the one thread. Allocates for a new epoch and for refused inputs only.
 */
final class Tally {
    private final SingleWriterRecorder inputToView = recorder();
    private final SingleWriterRecorder inputToViewAboveFrame = recorder();
    private final SingleWriterRecorder viewGap = recorder();
    private final SingleWriterRecorder lateness = recorder();
    private final Map<String, @Nullable Histogram> taken = new LinkedHashMap<>();
    private final Long2LongCounterMap viewsByEpoch = new Long2LongCounterMap(0);

    private final TreeMap<String, Long> refusals = new TreeMap<>();

    private static SingleWriterRecorder recorder() {
        return new SingleWriterRecorder(Histograms.LONGEST_NS, Histograms.DIGITS);
    }

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

    /** Hands over what was recorded since the last time, by its name. For one thread, which need not be the bots'. */
    void take(final BiConsumer<String, Histogram> into) {
        take(Histograms.INPUT_TO_VIEW, inputToView, into);
        take(Histograms.ABOVE_FRAME, inputToViewAboveFrame, into);
        take(Histograms.VIEW_GAP, viewGap, into);
        take(Histograms.LATENESS, lateness, into);
    }

    private void take(final String tag, final SingleWriterRecorder from, final BiConsumer<String, Histogram> into) {
        final Histogram interval = from.getIntervalHistogram(taken.get(tag));
        taken.put(tag, interval);
        into.accept(tag, interval);
    }

    /** Adds the counts of another: everything but durations. */
    void addCounts(final Tally other) {
        other.refusals.forEach((reason, count) -> refusals.merge(reason, count, Long::sum));
        other.viewsByEpoch.forEach((final long epoch, final long views) -> viewsByEpoch.getAndAdd(epoch, views));
    }

    Long2LongCounterMap viewsByEpoch() {
        return viewsByEpoch;
    }

    /** Refused inputs by the reason's name. */
    Map<String, Long> refusals() {
        return refusals;
    }

    private static void record(final SingleWriterRecorder into, final long ns) {
        into.recordValue(Math.max(0, Math.min(Histograms.LONGEST_NS, ns)));
    }
}

package ringside.bots;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Everything that a run measured, value by value: nanoseconds with three digits, at most {@link #LONGEST_NS}. Not thread-safe.
 */
public final class Histograms {
    /** From when an input was due to the receipt of the first view that shows it consumed. */
    public static final String INPUT_TO_VIEW = "inputToView";

    /** The same less the input's wait for its frame. */
    public static final String ABOVE_FRAME = "inputToViewAboveFrame";

    /** Between one view and the next of a player. */
    public static final String VIEW_GAP = "viewGap";

    /** From when an input was due to when the sender came to it: the sender's own share of what was measured. */
    public static final String LATENESS = "generatorLateness";

    /** Beyond it a duration counts as this long. */
    static final long LONGEST_NS = 600_000_000_000L;

    static final int DIGITS = 3;

    private final Map<String, Histogram> byTag = new LinkedHashMap<>();

    public Histograms() {
        for (final String tag : new String[] {INPUT_TO_VIEW, ABOVE_FRAME, VIEW_GAP, LATENESS}) {
            final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
            histogram.setTag(tag);
            byTag.put(tag, histogram);
        }
    }

    /** The one of that name. */
    public Histogram get(final String tag) {
        final Histogram histogram = byTag.get(tag);
        if (histogram == null) {
            throw new IllegalArgumentException("histogram " + tag + ": there are " + byTag.keySet());
        }
        return histogram;
    }

    /** All of them, by name, in a fixed order. */
    public Map<String, Histogram> all() {
        return Collections.unmodifiableMap(byTag);
    }

    void add(final String tag, final Histogram more) {
        get(tag).add(more);
    }
}

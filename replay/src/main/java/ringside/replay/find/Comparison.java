package ringside.replay.find;

import org.jspecify.annotations.Nullable;

/** The ways to compare. */
enum Comparison {
    EQUAL("=", false, true, false),
    NOT_EQUAL("!=", true, false, true),
    LESS("<", true, false, false),
    AT_MOST("<=", true, true, false),
    GREATER(">", false, false, true),
    AT_LEAST(">=", false, true, true);

    private final String symbol;
    private final boolean less;
    private final boolean equal;
    private final boolean greater;

    Comparison(final String symbol, final boolean less, final boolean equal, final boolean greater) {
        this.symbol = symbol;
        this.less = less;
        this.equal = equal;
        this.greater = greater;
    }

    /** The one that is written so, or null. */
    static @Nullable Comparison of(final String symbol) {
        for (final Comparison each : values()) {
            if (each.symbol.equals(symbol)) {
                return each;
            }
        }
        return null;
    }

    /** Whether it asks nothing but same or not. */
    boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    /** Whether what lies so about its counterpart (as {@link Long#compare} says) is what was asked for. */
    boolean accepts(final int order) {
        return order < 0 ? less : order > 0 ? greater : equal;
    }
}

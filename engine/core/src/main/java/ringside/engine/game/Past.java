package ringside.engine.game;

import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.Table;

/**
 * A match as it was a moment ago: the columns declared {@code rewound}, at a time between two frames. {@link
 * Match#seenBy} and {@link Match#past} lend it, and the same one each time: it is valid until the next of these calls.
 *
 * <p>Ages are in frames of the match in {@link ringside.engine.math.Fixed} form, counted back from the frame being computed: {@code 1 << 16} is
 * the end of the frame before it. Values are interpolated in a straight line; whole numbers are rounded down.
 */
public interface Past {
    /** How long ago: from one frame to as many as the engine's {@code maxRewindFrames} says. */
    int age();

    /** True when this row lived at that time, the same one and not an earlier one of its number. */
    boolean isThere(Table table, int row);

    /** The value at that time of a rewound column. Throws by name where {@link #isThere} is false, or the column is not rewound. */
    int get(int row, FixedColumn column);

    /** The value at that time of a rewound column; as above. */
    int get(int row, IntColumn column);
}

package ringside.replay.standby;

import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;

/**
 * The first frame whose hash is not the primary's.
 *
 * @param match 0 for the engine's own memory
 * @param recorded the primary's hash
 * @param computed the standby's
 * @param place first table, row and column that differ, in one line; null when the two states could not be had together
 */
public record Difference(
        int match,
        int frame,
        long recorded,
        long computed,
        @Nullable String place) {
    /** In one line. */
    @Override
    public String toString() {
        return "match " + match + " frame " + frame + ": the primary has " + XxHash64.hex(recorded) + ", this standby "
                + XxHash64.hex(computed)
                + (place == null ? "; the primary's state could not be had" : "; first difference: " + place);
    }
}

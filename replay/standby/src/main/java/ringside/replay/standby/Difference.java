package ringside.replay.standby;

import org.jspecify.annotations.Nullable;
import ringside.layout.XxHash64;

/**
 * The first frame whose hash is not the primary's.
 *
 * @param match 0 for the engine's own memory
 * @param recorded the primary's hash; 0 where it has not computed the frame
 * @param computed the standby's; 0 where it has not computed the frame
 * @param place the first value that differs; null when the two states could not be had together
 * @param what else is known, in one line; empty for nothing
 */
public record Difference(
        int match,
        int frame,
        long recorded,
        long computed,
        @Nullable Place place,
        String what) {
    /**
     * The first place at which the two states differ.
     *
     * @param frame after which both states are; a later one where those of the first that differs were no longer at hand
     * @param row its number; negative where the tables differ as such
     * @param column empty where the rows differ as such
     * @param primary the value there, for people
     * @param standby the value here, for people
     */
    public record Place(int frame, String table, int row, String column, String primary, String standby) {
        /** In one line. */
        @Override
        public String toString() {
            return "table " + table + ", row " + row + (column.isEmpty() ? "" : ", column " + column)
                    + ": the primary has " + primary + ", this standby " + standby;
        }
    }

    /** Whether both sides have computed it, and nobody has said yet which value differs. */
    boolean isPlaceWanted() {
        return match != 0 && place == null && what.isEmpty();
    }

    /** In one line. */
    @Override
    public String toString() {
        return (match == 0 ? "the engine's own memory, tick " : "match " + match + " frame ") + frame
                + ": the primary has " + hash(recorded) + ", this standby " + hash(computed) + where()
                + (what.isEmpty() ? "" : "; " + what);
    }

    private static String hash(final long hash) {
        return hash == 0 ? "none" : XxHash64.hex(hash);
    }

    private String where() {
        if (place == null) {
            return what.isEmpty() ? "; the primary's state could not be had" : "";
        }
        return (place.frame() == frame
                        ? "; first difference: "
                        : "; first difference in frame " + place.frame() + ", the first that both still had: ")
                + place;
    }
}

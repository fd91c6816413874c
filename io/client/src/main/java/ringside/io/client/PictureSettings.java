package ringside.io.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a session draws its match: see {@link Picture}. Columns go by name, in every table that has them. Immutable.
 *
 * @param positions fixed point columns that say where something is: drawn between two frames, and corrected smoothly
 * @param turning whole number columns that say which way something looks, with what a whole turn is: drawn the shorter way
 *     around
 * @param mostStep the farthest that a position goes in a frame, in the column's units; what goes farther has jumped, and is
 *     not drawn in between
 * @param snapBeyond a correction of a position by more than that, in the column's units, is drawn at once
 * @param smoothMs after which two thirds of a corrected error are gone from the drawn position
 * @param mostDelayMs the longest that others are shown late to have their movement without gaps; beyond the way of the views
 */
public record PictureSettings(
        List<String> positions,
        Map<String, Long> turning,
        double mostStep,
        double snapBeyond,
        int smoothMs,
        int mostDelayMs) {
    /** The default of {@code snapBeyond}. */
    public static final double DEFAULT_SNAP_BEYOND = 3;

    /** The default of {@code smoothMs}. */
    public static final int DEFAULT_SMOOTH_MS = 70;

    /** The default of {@code mostDelayMs}. */
    public static final int DEFAULT_MOST_DELAY_MS = 250;

    public PictureSettings {
        positions = List.copyOf(positions);
        turning = Map.copyOf(turning);
        if (!(mostStep > 0)) {
            throw new IllegalArgumentException("mostStep " + mostStep + ": more than 0 is possible");
        }
        if (!(snapBeyond >= 0)) {
            throw new IllegalArgumentException("snapBeyond " + snapBeyond + ": 0 or more is possible");
        }
        requireMs("smoothMs", smoothMs, 1);
        requireMs("mostDelayMs", mostDelayMs, 0);
        turning.forEach((column, whole) -> {
            if (whole < 2) {
                throw new IllegalArgumentException("turning " + column + ": a whole turn of " + whole
                        + "; say how many of its steps make one, 2 or more");
            }
        });
    }

    private static void requireMs(final String name, final int value, final int least) {
        if (value < least || value > 1_000) {
            throw new IllegalArgumentException(name + " " + value + ": " + least + " to 1000 are possible");
        }
    }

    /** The defaults, for positions in columns of these names. */
    public static PictureSettings of(final String... positions) {
        return new PictureSettings(
                List.of(positions),
                Map.of(),
                Double.POSITIVE_INFINITY,
                DEFAULT_SNAP_BEYOND,
                DEFAULT_SMOOTH_MS,
                DEFAULT_MOST_DELAY_MS);
    }

    public PictureSettings turning(final String column, final long wholeTurn) {
        final Map<String, Long> more = new HashMap<>(turning);
        more.put(column, wholeTurn);
        return new PictureSettings(positions, more, mostStep, snapBeyond, smoothMs, mostDelayMs);
    }

    public PictureSettings withMostStep(final double units) {
        return new PictureSettings(positions, turning, units, snapBeyond, smoothMs, mostDelayMs);
    }

    public PictureSettings snappingBeyond(final double units) {
        return new PictureSettings(positions, turning, mostStep, units, smoothMs, mostDelayMs);
    }

    public PictureSettings smoothingMs(final int ms) {
        return new PictureSettings(positions, turning, mostStep, snapBeyond, ms, mostDelayMs);
    }

    public PictureSettings delayedAtMostMs(final int ms) {
        return new PictureSettings(positions, turning, mostStep, snapBeyond, smoothMs, ms);
    }
}

package ringside.latency.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Values as people read them: three digits and the unit that fits. */
public final class Shown {
    private static final String[] UNITS = {"ns", "us", "ms", "s"};
    private static final int NEXT_UNIT = 1_000;

    private Shown() {}

    /** A value of a stage. */
    public static String value(final Stage stage, final long value) {
        return stage.isCount() ? String.format(Locale.ROOT, "%,d", value) : duration(value);
    }

    /** Nanoseconds, such as {@code 12.3 us}. */
    public static String duration(final long ns) {
        double value = ns;
        int unit = 0;
        // 999.5 would be written as 1000.
        while (value >= NEXT_UNIT - 0.5 && unit < UNITS.length - 1) {
            value /= NEXT_UNIT;
            unit++;
        }
        final String number = unit == 0 || value >= 99.95
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, value >= 9.995 ? "%.1f" : "%.2f", value);
        return number + " " + UNITS[unit];
    }

    /** A time in UTC, to the second. */
    public static String time(final long ms) {
        return Instant.ofEpochMilli(ms).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** How long something lasted, such as {@code 9 min 59 s}. */
    public static String length(final long ms) {
        final long seconds = Math.round(ms / 1e3);
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
        }
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
}

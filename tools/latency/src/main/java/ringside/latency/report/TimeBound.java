package ringside.latency.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;

/**
 * A moment as people name it: seconds since the first interval ({@code 90}, {@code 12.5}), a time ({@code 2026-11-23T07:14:30Z};
 * without a zone it is UTC), or a time of the run's day ({@code 07:14:30}, UTC).
 */
public final class TimeBound {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,10}(\\.\\d{1,9})?");
    private static final Pattern OF_DAY = Pattern.compile("\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");
    private static final Pattern ZONED = Pattern.compile(".*T.*(Z|[+-]\\d{2}:?\\d{2})");
    private static final long HALF_DAY_MS = 12 * 3_600_000L;

    private final LongUnaryOperator ms;

    private TimeBound(final LongUnaryOperator ms) {
        this.ms = ms;
    }

    /** Throws an {@link IllegalArgumentException} that says what can be written. */
    public static TimeBound parse(final String text) {
        try {
            if (SECONDS.matcher(text).matches()) {
                final long sinceMs = Math.round(Double.parseDouble(text) * 1e3);
                return new TimeBound(firstMs -> firstMs + sinceMs);
            }
            if (OF_DAY.matcher(text).matches()) {
                final LocalTime time = LocalTime.parse(text);
                return new TimeBound(firstMs -> ofDay(time, firstMs));
            }
            final long atMs = ZONED.matcher(text).matches()
                    ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                    : LocalDateTime.parse(text.replace(' ', 'T'))
                            .toInstant(ZoneOffset.UTC)
                            .toEpochMilli();
            return new TimeBound(firstMs -> atMs);
        } catch (final DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text
                            + "': a time is written as seconds since the first interval (90), as 2026-11-23T07:14:30Z,"
                            + " or as 07:14:30 of the same day (UTC)",
                    e);
        }
    }

    private static long ofDay(final LocalTime time, final long firstMs) {
        final LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(firstMs), ZoneOffset.UTC);
        final long atMs = time.atDate(day).toInstant(ZoneOffset.UTC).toEpochMilli();
        // A run over midnight: what is long before it means the next day.
        return firstMs - atMs > HALF_DAY_MS ? atMs + 2 * HALF_DAY_MS : atMs;
    }

    /** In milliseconds since the epoch, for a run whose first interval began then. */
    long atMs(final long firstMs) {
        return ms.applyAsLong(firstMs);
    }
}

package ringside.server.metrics;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which of the two text formats somebody is given, by what the header Accept of HTTP says (RFC 9110, 12.5.1): the one that is
 * wanted more; OpenMetrics only where it is named, for a browser that takes anything reads the other as well.
 */
final class Accepted {
    private static final String OPEN = "application/openmetrics-text";
    private static final String PLAIN = "text/plain";

    private Accepted() {}

    /** Whether it is OpenMetrics. */
    static boolean isOpenMetrics(final @Nullable String accept) {
        if (accept == null) {
            return false;
        }
        final double open = quality(accept, OPEN, -1);
        return open > 0 && open >= quality(accept, PLAIN, quality(accept, "text/*", 0));
    }

    private static double quality(final String accept, final String wanted, final double otherwise) {
        double best = otherwise;
        for (final String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            final String[] parts = range.split(";", -1);
            if (parts[0].strip().equals(wanted)) {
                best = Math.max(best, quality(parts));
            }
        }
        return best;
    }

    /** What is not said is 1; what cannot be read is 0. */
    private static double quality(final String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            final String part = parts[i].strip();
            if (part.startsWith("q=")) {
                try {
                    return Double.parseDouble(part.substring(2));
                } catch (final NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}

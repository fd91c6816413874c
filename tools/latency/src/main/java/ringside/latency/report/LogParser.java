package ringside.latency.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one log in HdrHistogram's interval log format, version 1.3:
 *
 * <pre>
 * #[any comment]
 * #[StartTime: 1441812279.474 (seconds since epoch), Wed Sep 09 08:24:39 PDT 2015]
 * #[BaseTime: 1441812279.474 (seconds since epoch)]
 * "StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"
 * [Tag=stage,]start,length,max,base64 of a compressed histogram
 * </pre>
 *
 * Starts are relative to the base time; without one they are absolute, unless they lie more than a year before the start
 * time: then they are relative to that. So does HdrHistogram's own reader.
 */
final class LogParser {
    /** What a line says of an interval, before its histogram is decoded. Times are milliseconds since the epoch. */
    record IntervalLine(String tag, long fromMs, long lengthMs, int payloadAt) {}

    /** A line that is neither of the format's. */
    static final class ForeignLineException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String what;

        ForeignLineException(final String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }

    /** The stage of intervals without a tag. */
    static final String UNTAGGED = "untagged";

    static final int MOST_TAG_CHARS = 100;

    private static final Pattern HEADER = Pattern.compile("#\\[(StartTime|BaseTime): ([0-9.]{1,20})[ \\]].*");
    private static final Pattern INTERVAL =
            Pattern.compile("(?:Tag=([^,]*),)?\\s*([0-9.]{1,20}),\\s*([0-9.]{1,20}),\\s*[0-9.eE+]{1,30},\\s*");
    private static final double A_YEAR_SECONDS = 365 * 24 * 3_600.0;
    private static final double MOST_SECONDS = 1e11;

    private double startSeconds;
    private @Nullable Double baseSeconds;

    /** An interval, or null for a line that is something else of the format's. */
    @Nullable
    IntervalLine parse(final String line) throws ForeignLineException {
        if (line.isBlank() || line.startsWith("\"StartTimestamp\"")) {
            return null;
        }
        if (line.startsWith("#")) {
            header(line);
            return null;
        }
        final Matcher interval = INTERVAL.matcher(line);
        if (!interval.lookingAt()) {
            throw new ForeignLineException("no line of a latency log: '" + printable(line, 60) + "'");
        }
        final String tag = interval.group(1) == null ? UNTAGGED : interval.group(1);
        if (tag.isEmpty() || tag.length() > MOST_TAG_CHARS) {
            throw new ForeignLineException(
                    "a tag of " + tag.length() + " characters; 1 to " + MOST_TAG_CHARS + " are read");
        }
        final double start = seconds(interval.group(2));
        final double length = seconds(interval.group(3));
        return new IntervalLine(
                printable(tag, MOST_TAG_CHARS),
                Math.round((start + base(start)) * 1e3),
                Math.max(1, Math.round(length * 1e3)),
                interval.end());
    }

    private void header(final String line) throws ForeignLineException {
        final Matcher header = HEADER.matcher(line);
        if (header.matches()) {
            final double time = seconds(header.group(2));
            if (header.group(1).equals("StartTime")) {
                startSeconds = time;
            } else {
                baseSeconds = time;
            }
        }
    }

    private double base(final double start) {
        Double base = baseSeconds;
        if (base == null) {
            base = start < startSeconds - A_YEAR_SECONDS ? startSeconds : 0.0;
            baseSeconds = base;
        }
        return base;
    }

    private static double seconds(final String text) throws ForeignLineException {
        try {
            final double seconds = Double.parseDouble(text);
            if (seconds <= MOST_SECONDS) {
                return seconds;
            }
        } catch (final NumberFormatException e) {
            throw new ForeignLineException("no time: '" + text + "'");
        }
        throw new ForeignLineException("a time beyond all years: " + text);
    }

    /** The note that a comment holds, without its sign and brackets; empty for what only the format needs. */
    static String note(final String comment) {
        String note = comment.substring(1).strip();
        if (note.startsWith("[") && note.endsWith("]")) {
            note = note.substring(1, note.length() - 1).strip();
        }
        return note.matches("(StartTime|BaseTime|Histogram log format version|Logged with|Interval).*")
                ? ""
                : printable(note, 500);
    }

    private static String printable(final String text, final int most) {
        final String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= most ? clean : clean.substring(0, most) + "…";
    }
}

package ringside.latency.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ringside.latency.report.LogParser.ForeignLineException;
import ringside.latency.report.LogParser.IntervalLine;

/** Where each interval of some logs stands. Histograms stay in the files until they are needed: days of logs fit in memory so. */
final class LogIndex {
    /** Three days of twelve stages, a line a second. */
    static final int MOST_INTERVALS = 4_000_000;

    /** As many stages are told apart. */
    static final int MOST_STAGES = 200;

    private static final int MOST_NOTES = 50;

    /** An interval's line: where its histogram stands, and what it is of. */
    record Entry(
            Path file,
            long line,
            long payloadAt,
            int payloadBytes,
            boolean isEnded,
            String tag,
            long fromMs,
            long lengthMs) {
        long toMs() {
            return fromMs + lengthMs;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final List<LogProblem> problems = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, String> tags = new HashMap<>();

    private LogIndex() {}

    static LogIndex of(final List<Path> files) {
        final LogIndex index = new LogIndex();
        for (final Path file : files) {
            try (LineReader lines = new LineReader(Files.newInputStream(file))) {
                index.read(file, lines);
            } catch (final IOException e) {
                throw new LatencyLogException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        return index;
    }

    private void read(final Path file, final LineReader lines) throws IOException {
        final LogParser parser = new LogParser();
        while (lines.next()) {
            try {
                read(file, lines, parser);
            } catch (final ForeignLineException e) {
                problems.add(problem(file, lines, e.what()));
            }
        }
    }

    private void read(final Path file, final LineReader lines, final LogParser parser) throws ForeignLineException {
        if (lines.isTooLong()) {
            throw new ForeignLineException("a line of more than " + LineReader.MOST_LINE_BYTES + " bytes");
        }
        final String text = lines.text();
        final IntervalLine interval = parser.parse(text);
        if (interval != null) {
            if (entries.size() == MOST_INTERVALS) {
                throw new LatencyLogException(file + ":" + lines.number() + ": more than " + MOST_INTERVALS
                        + " intervals; name fewer files at a time");
            }
            entries.add(new Entry(
                    file,
                    lines.number(),
                    lines.offset() + interval.payloadAt(),
                    text.stripTrailing().length() - interval.payloadAt(),
                    lines.isEnded(),
                    tag(interval.tag()),
                    interval.fromMs(),
                    interval.lengthMs()));
        } else if (text.startsWith("#") && notes.size() < MOST_NOTES) {
            final String note = LogParser.note(lines.words());
            if (!note.isEmpty()) {
                notes.add(note);
            }
        }
    }

    private String tag(final String tag) throws ForeignLineException {
        if (tags.size() >= MOST_STAGES && !tags.containsKey(tag)) {
            throw new ForeignLineException(
                    "tag '" + tag + "' is one more than the " + MOST_STAGES + " that are told apart");
        }
        return tags.computeIfAbsent(tag, first -> first);
    }

    private static LogProblem problem(final Path file, final LineReader lines, final String what) {
        return lines.isEnded() ? new LogProblem(file, lines.number(), what, true) : unfinished(file, lines.number());
    }

    /** A line without an end is no damage. */
    static LogProblem unfinished(final Path file, final long line) {
        return new LogProblem(
                file, line, "the last line has no end yet: its writer is still at it, or was stopped", false);
    }

    List<Entry> entries() {
        return entries;
    }

    List<LogProblem> problems() {
        return problems;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }
}

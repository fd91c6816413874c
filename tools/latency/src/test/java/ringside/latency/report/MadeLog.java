package ringside.latency.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/** A log as HdrHistogram itself writes it. */
final class MadeLog implements AutoCloseable {
    /** 2026-11-23T07:00:00Z. */
    static final long BEGIN_MS = 1_795_417_200_000L;

    private final HistogramLogWriter lines;

    MadeLog(final Path file) {
        this(file, 0);
    }

    /** One whose intervals are told relative to a base time, unless that is 0. */
    MadeLog(final Path file, final long baseMs) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            lines = new HistogramLogWriter(file.toFile());
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.outputComment("[Ringside test on 2 processors]");
        lines.outputLogFormatVersion();
        lines.outputStartTime(BEGIN_MS);
        if (baseMs != 0) {
            lines.outputBaseTime(baseMs);
        }
        lines.outputLegend();
    }

    /** An interval of a second that begins so many seconds after the base. */
    MadeLog interval(final String tag, final double atSeconds, final long... values) {
        return absolute(tag, BEGIN_MS / 1e3 + atSeconds, 1, values);
    }

    MadeLog absolute(final String tag, final double fromSeconds, final double lengthSeconds, final long... values) {
        final Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        for (final long value : values) {
            histogram.recordValue(value);
        }
        if (!tag.isEmpty()) {
            histogram.setTag(tag);
        }
        lines.outputIntervalHistogram(fromSeconds, fromSeconds + lengthSeconds, histogram, 1e6);
        return this;
    }

    @Override
    public void close() {
        lines.close();
    }
}

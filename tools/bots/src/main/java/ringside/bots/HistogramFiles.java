package ringside.bots;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Histograms as files that the usual tools read: {@code bots.hlog}, an interval log with a tag for each histogram, and at the
 * end {@code NAME.hgrm} for each, its percentiles in milliseconds. Not thread-safe.
 */
final class HistogramFiles implements AutoCloseable {
    private static final String LOG = "bots.hlog";
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_SECOND = 1e3;

    private final Path folder;
    private final PrintStream out;
    private final HistogramLogWriter log;

    /** Makes the folder where there is none, and writes in place of files of these names. */
    HistogramFiles(final Path folder, final long beganMs) throws IOException {
        this.folder = Files.createDirectories(folder);
        out = print(Files.newOutputStream(folder.resolve(LOG)));
        log = new HistogramLogWriter(out);
        log.outputLogFormatVersion();
        log.outputComment("[values in nanoseconds; from when each was due]");
        log.outputStartTime(beganMs);
        log.setBaseTime(beganMs);
        log.outputLegend();
    }

    /** What was recorded in a while. */
    void interval(final Histograms recorded, final long fromMs, final long toMs) {
        for (final Histogram histogram : recorded.all().values()) {
            if (histogram.getTotalCount() > 0) {
                histogram.setStartTimeStamp(fromMs);
                histogram.setEndTimeStamp(toMs);
                // The writer wants seconds since the base time and the greatest value in milliseconds.
                log.outputIntervalHistogram(
                        (fromMs - log.getBaseTime()) / MS_PER_SECOND,
                        (toMs - log.getBaseTime()) / MS_PER_SECOND,
                        histogram,
                        NS_PER_MS);
            }
        }
        out.flush();
    }

    /** Everything that was recorded. */
    void total(final Histograms recorded) throws IOException {
        for (final Map.Entry<String, Histogram> each : recorded.all().entrySet()) {
            try (PrintStream file = print(Files.newOutputStream(folder.resolve(each.getKey() + ".hgrm")))) {
                each.getValue().outputPercentileDistribution(file, NS_PER_MS);
            }
        }
    }

    private static PrintStream print(final OutputStream to) {
        return new PrintStream(to, false, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        out.close();
    }
}

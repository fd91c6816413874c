package ringside.perf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --histograms}: everything that was measured, value by value, as files that the usual tools read. */
public final class HistogramsOption {
    private static final double NS_PER_MS = 1e6;
    private static final double MS_PER_SECOND = 1e3;

    @Option(
            names = "--histograms",
            paramLabel = "DIR",
            description =
                    "Writes VERB.hlog, an HdrHistogram log with a line a round for each distribution, and the percentiles"
                            + " of each, all rounds together, as NAME.hgrm.")
    private @Nullable Path folder;

    /** The same as arguments of a child. */
    public List<String> arguments() {
        return folder == null ? List.of() : List.of("--histograms=" + folder.toAbsolutePath());
    }

    /** All rounds of each distribution together, encoded, below {@code histograms} of a result. */
    public static void putInto(final ObjectNode result, final Map<String, List<Histogram>> rounds) {
        final ObjectNode node = result.putObject("histograms");
        rounds.forEach((name, each) -> node.put(name, EncodedHistogram.of(together(each))));
    }

    /**
     * Writes them where that was asked for.
     *
     * @param rounds by name; nanoseconds
     */
    public void write(final String verb, final Map<String, List<Histogram>> rounds) {
        final Path into = folder;
        if (into == null) {
            return;
        }
        try {
            Files.createDirectories(into);
            try (PrintStream out = print(into.resolve(verb + ".hlog"))) {
                final HistogramLogWriter log = new HistogramLogWriter(out);
                log.outputLogFormatVersion();
                log.outputComment("[values in nanoseconds; a line for each round]");
                log.outputStartTime(0);
                log.outputLegend();
                rounds.forEach((name, each) -> log(log, name, each));
            }
            for (final Map.Entry<String, List<Histogram>> each : rounds.entrySet()) {
                try (PrintStream out = print(into.resolve(each.getKey() + ".hgrm"))) {
                    together(each.getValue()).outputPercentileDistribution(out, NS_PER_MS);
                }
            }
        } catch (final IOException e) {
            throw new UsageException("--histograms " + into + ": cannot be written: " + e.getMessage());
        }
    }

    private static void log(final HistogramLogWriter log, final String name, final List<Histogram> rounds) {
        for (final Histogram round : rounds) {
            if (round.getTotalCount() > 0) {
                final Histogram line = round.copy();
                line.setTag(name);
                log.outputIntervalHistogram(
                        round.getStartTimeStamp() / MS_PER_SECOND,
                        round.getEndTimeStamp() / MS_PER_SECOND,
                        line,
                        NS_PER_MS);
            }
        }
    }

    private static Histogram together(final List<Histogram> rounds) {
        final Histogram all = new Histogram(3);
        rounds.forEach(all::add);
        return all;
    }

    private static PrintStream print(final Path file) throws IOException {
        return new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8);
    }
}

package ringside.server.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;
import ringside.latency.LatencyStage;

/**
 * All figures of a server as one page: in the text format of Prometheus, or in OpenMetrics for whoever asks for that. Latencies are
 * histograms with three buckets to a factor of ten, from a microsecond to ten seconds, so that those of many servers can be added up;
 * the logs beside the journals are exact. Thread-safe.
 */
public final class MetricsPage {
    private static final double NS_PER_SECOND = 1e9;
    private static final String EDGE = "edge.";
    private static final double[] SECONDS = {
        1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1, 0.2, 0.5, 1, 2,
        5, 10
    };
    private static final double[] COUNTS = {
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768
    };

    /** Of the stages that count something each is a metric of its own. */
    private static final Map<LatencyStage, Counted> COUNTED = Map.of(
            LatencyStage.BATCH_EVENTS, new Counted("ringside_batch_events", "Events in a batch of the journal"),
            LatencyStage.RING_DEPTH,
                    new Counted("ringside_ring_blocks", "Blocks of 64 bytes of the ring that are taken, at each batch"),
            LatencyStage.INPUT_DEPTH,
                    new Counted("ringside_input_depth", "Inputs of a player that wait for their frames, at a view"));

    private record Counted(String name, String help) {}

    private final ExpositionFormats formats = ExpositionFormats.init();

    /** A page, and of which kind it is. */
    public record Page(String contentType, String text) {}

    /**
     * Writes the page.
     *
     * @param accept what the one who asks can read, as HTTP says it; null: anything
     * @param build of this server
     * @param edge the counters of the edge by name, {@code edge.views_sent}
     */
    public Page write(
            final @Nullable String accept,
            final String build,
            final List<EngineFigures> engines,
            final Map<String, Long> edge,
            final List<LatencyTotals.Total> latencies) {
        return write(accept, build, all -> {
            addEngines(all, engines);
            addEdge(all, edge);
            addLatencies(all, latencies);
        });
    }

    /** The same of a server that has a primary's figures and those of its members. */
    public Page write(
            final @Nullable String accept,
            final String build,
            final List<EngineFigures> engines,
            final Map<String, Long> edge,
            final List<LatencyTotals.Total> latencies,
            final MemberFigures members) {
        return write(accept, build, all -> {
            addEngines(all, engines);
            MemberMetrics.add(all, members);
            addEdge(all, edge);
            addLatencies(all, latencies);
        });
    }

    /** Writes a page of whatever figures. */
    public Page write(
            final @Nullable String accept, final String build, final Consumer<MetricSnapshots.Builder> figures) {
        final MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(InfoSnapshot.builder()
                .name("ringside_build")
                .help("The build of this server")
                .dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder()
                        .labels(Labels.of(
                                "build", build, "java", Runtime.version().toString()))
                        .build())
                .build());
        figures.accept(all);
        // Bytes for machines would need a format that nobody here reads: text it is.
        final ExpositionFormatWriter writer = Accepted.isOpenMetrics(accept)
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            writer.write(body, all.build());
        } catch (final IOException e) {
            throw new UncheckedIOException("memory cannot be written to", e);
        }
        return new Page(writer.getContentType(), body.toString(StandardCharsets.UTF_8));
    }

    private static void addEngines(final MetricSnapshots.Builder all, final List<EngineFigures> engines) {
        counter(all, engines, "ringside_frames", "Frames finished since the start", EngineFigures::frames);
        counter(
                all,
                engines,
                "ringside_skipped_frames",
                "Frames given up since the start",
                EngineFigures::skippedFrames);
        counter(
                all,
                engines,
                "ringside_slow_frames",
                "Frames over their budget since the start: see latency show",
                EngineFigures::slowFrames);
        gauge(all, engines, "ringside_epoch", "The epoch under which the engine writes", EngineFigures::epoch);
        gauge(
                all,
                engines,
                "ringside_appended_position",
                "The last event in the journal",
                EngineFigures::appendedPosition);
        gauge(all, engines, "ringside_safe_position", "The last event that is safe", EngineFigures::safePosition);
        gauge(all, engines, "ringside_matches", "Matches that are remembered", EngineFigures::matches);
        gauge(all, engines, "ringside_running_matches", "Matches that run", EngineFigures::runningMatches);
        gauge(
                all,
                engines,
                "ringside_overloaded",
                "1 while the engine gives up frames and lets nobody join",
                figures -> figures.isOverloaded() ? 1 : 0);
    }

    private static void counter(
            final MetricSnapshots.Builder all,
            final List<EngineFigures> engines,
            final String name,
            final String help,
            final ToLongFunction<EngineFigures> value) {
        final CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(name).help(help);
        for (final EngineFigures figures : engines) {
            counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(ofEngine(figures.engine()))
                    .value((double) value.applyAsLong(figures))
                    .build());
        }
        all.metricSnapshot(counter.build());
    }

    private static void gauge(
            final MetricSnapshots.Builder all,
            final List<EngineFigures> engines,
            final String name,
            final String help,
            final ToDoubleFunction<EngineFigures> value) {
        final GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        for (final EngineFigures figures : engines) {
            gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(ofEngine(figures.engine()))
                    .value(value.applyAsDouble(figures))
                    .build());
        }
        all.metricSnapshot(gauge.build());
    }

    private static Labels ofEngine(final int engine) {
        return Labels.of("engine", String.valueOf(engine));
    }

    /** Plain counters have a name each; those that differ by a reason are one, with the reason as its label. */
    private static void addEdge(final MetricSnapshots.Builder all, final Map<String, Long> edge) {
        final Map<String, Map<String, Long>> byReason = new TreeMap<>();
        edge.forEach((name, value) -> {
            final String rest = name.startsWith(EDGE) ? name.substring(EDGE.length()) : name;
            final int dot = rest.indexOf('.');
            if (dot < 0) {
                all.metricSnapshot(CounterSnapshot.builder()
                        .name("ringside_edge_" + rest)
                        .help("At the edge: " + rest.replace('_', ' '))
                        .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                                .value((double) value)
                                .build())
                        .build());
            } else {
                byReason.computeIfAbsent(rest.substring(0, dot), key -> new TreeMap<>())
                        .put(rest.substring(dot + 1), value);
            }
        });
        byReason.forEach((name, reasons) -> {
            final CounterSnapshot.Builder counter =
                    CounterSnapshot.builder().name("ringside_edge_" + name).help("At the edge, by reason: " + name);
            reasons.forEach((reason, value) -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of("reason", reason))
                    .value((double) value)
                    .build()));
            all.metricSnapshot(counter.build());
        });
    }

    private static void addLatencies(final MetricSnapshots.Builder all, final List<LatencyTotals.Total> latencies) {
        final HistogramSnapshot.Builder times = HistogramSnapshot.builder()
                .name("ringside_latency_seconds")
                .help("What takes how long, by stage: see the latency logs for every value");
        final Map<LatencyStage, HistogramSnapshot.Builder> counts = new EnumMap<>(LatencyStage.class);
        COUNTED.forEach((stage, metric) -> counts.put(
                stage, HistogramSnapshot.builder().name(metric.name()).help(metric.help())));
        for (final LatencyTotals.Total total : latencies) {
            final Labels engine = ofEngine(total.engine());
            final HistogramSnapshot.Builder counted = counts.get(total.stage());
            if (counted == null) {
                times.dataPoint(histogram(
                        engine.merge(Labels.of("stage", total.stage().tag())), total.values(), SECONDS, NS_PER_SECOND));
            } else {
                counted.dataPoint(histogram(engine, total.values(), COUNTS, 1));
            }
        }
        all.metricSnapshot(times.build());
        counts.values().forEach(each -> all.metricSnapshot(each.build()));
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot histogram(
            final Labels labels, final Histogram values, final double[] bounds, final double unit) {
        final ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        final long[] counts = new long[bounds.length + 1];
        double sum = 0;
        for (final HistogramIterationValue value : values.recordedValues()) {
            final double at = value.getValueIteratedTo() / unit;
            int bucket = 0;
            while (bucket < bounds.length && at > bounds[bucket]) {
                bucket++;
            }
            counts[bucket] += value.getCountAddedInThisIterationStep();
            sum += at * value.getCountAddedInThisIterationStep();
        }
        for (int i = 0; i < bounds.length; i++) {
            buckets.bucket(bounds[i], counts[i]);
        }
        buckets.bucket(Double.POSITIVE_INFINITY, counts[bounds.length]);
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum(sum)
                .build();
    }
}

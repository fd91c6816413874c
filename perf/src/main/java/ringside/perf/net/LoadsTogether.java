package ringside.perf.net;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.perf.EncodedHistogram;

/**
 * What several loads saw of one server at the same time, as if they were one. Each measured the whole server's processor time in
 * a window of its own, a moment apart: time and processor are means, views are summed, and of latencies the worst counts.
 */
final class LoadsTogether {
    private final List<LoadResult> loads;

    private LoadsTogether(final List<LoadResult> loads) {
        this.loads = loads;
    }

    static LoadResult of(final List<LoadResult> loads) {
        return loads.size() == 1 ? loads.get(0) : new LoadsTogether(loads).result();
    }

    private LoadResult result() {
        return new LoadResult(
                new LoadResult.Window(
                        meanNs(LoadResult.Window::cpuNs),
                        meanNs(LoadResult.Window::elapsedNs),
                        loads.stream().mapToLong(load -> load.window().views()).sum(),
                        threads()),
                new LoadResult.Traffic(
                        weighted(load -> load.traffic().bytesPerView()),
                        weighted(load -> load.traffic().bytesPerInput()),
                        loads.stream()
                                .mapToLong(load -> load.traffic().inputsSent())
                                .sum(),
                        loads.stream()
                                .mapToLong(load -> load.traffic().inputsDropped())
                                .sum()),
                new LoadResult.Latencies(
                        worst(LoadResult.Latencies::inputToView),
                        worst(LoadResult.Latencies::inputToViewAboveFrame),
                        loads.stream()
                                .mapToLong(load -> load.latencies().latenessP99Ns())
                                .max()
                                .orElse(0),
                        loads.stream().anyMatch(load -> load.latencies().generatorWasBottleneck()),
                        histograms()),
                loads.stream().mapToLong(LoadResult::errors).sum(),
                loads.stream()
                        .flatMap(load -> load.problems().stream())
                        .distinct()
                        .toList());
    }

    private long meanNs(final ToLongFunction<LoadResult.Window> what) {
        return loads.stream().map(LoadResult::window).mapToLong(what).sum() / loads.size();
    }

    private SortedMap<String, Long> threads() {
        final SortedMap<String, Long> all = new TreeMap<>();
        loads.forEach(load -> load.window().threads().forEach((name, ns) -> all.merge(name, ns, Long::sum)));
        all.replaceAll((name, ns) -> ns / loads.size());
        return all;
    }

    /** Of one name all values together. */
    private SortedMap<String, String> histograms() {
        final SortedMap<String, String> all = new TreeMap<>();
        for (final String name : loads.get(0).latencies().histograms().keySet()) {
            final Histogram sum = loads.get(0).latencies().histogram(name);
            loads.stream().skip(1).forEach(load -> sum.add(load.latencies().histogram(name)));
            all.put(name, EncodedHistogram.of(sum));
        }
        return all;
    }

    /** A mean by views. */
    private double weighted(final ToDoubleFunction<LoadResult> what) {
        double sum = 0;
        long views = 0;
        for (final LoadResult load : loads) {
            sum += what.applyAsDouble(load) * load.window().views();
            views += load.window().views();
        }
        return sum / Math.max(1, views);
    }

    private Percentiles worst(final Function<LoadResult.Latencies, Percentiles> what) {
        return new Percentiles(
                worst(what, Percentiles::p50Ns),
                worst(what, Percentiles::p99Ns),
                worst(what, Percentiles::p999Ns),
                worst(what, Percentiles::maxNs));
    }

    private long worst(
            final Function<LoadResult.Latencies, Percentiles> what, final ToLongFunction<Percentiles> which) {
        return loads.stream()
                .mapToLong(load -> which.applyAsLong(what.apply(load.latencies())))
                .max()
                .orElse(0);
    }
}

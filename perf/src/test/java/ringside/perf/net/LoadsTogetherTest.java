package ringside.perf.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import ringside.bots.Percentiles;
import ringside.perf.EncodedHistogram;

class LoadsTogetherTest {
    private static LoadResult load(final long cpuNs, final long views, final double bytes, final long p99Ns) {
        final Percentiles times = new Percentiles(p99Ns / 2, p99Ns, p99Ns, p99Ns);
        return new LoadResult(
                new LoadResult.Window(cpuNs, 1_000, views, new TreeMap<>(Map.of("edge", cpuNs))),
                new LoadResult.Traffic(bytes, bytes, views, 2),
                new LoadResult.Latencies(times, times, p99Ns, p99Ns > 50, new TreeMap<>(Map.of("x", encoded(p99Ns)))),
                1,
                List.of("a problem"));
    }

    private static String encoded(final long value) {
        final Histogram histogram = new Histogram(3);
        histogram.recordValue(value);
        return EncodedHistogram.of(histogram);
    }

    @Test
    void one_load_is_itself() {
        final LoadResult only = load(10, 1, 1, 1);
        assertSame(only, LoadsTogether.of(List.of(only)));
    }

    @Test
    void the_servers_time_counts_once_views_add_up_and_the_worst_latency_is_told() {
        final LoadResult both = LoadsTogether.of(List.of(load(900, 30, 10, 40), load(1_100, 10, 50, 60)));
        assertEquals(1_000, both.window().cpuNs());
        assertEquals(40, both.window().views());
        assertEquals(25, both.window().cpuNsPerView());
        assertEquals(Map.of("edge", 1_000L), both.window().threads());
        assertEquals(20, both.traffic().bytesPerView());
        assertEquals(60, both.latencies().inputToView().p99Ns());
        assertEquals(60, both.latencies().latenessP99Ns());
        assertEquals(true, both.latencies().generatorWasBottleneck());
        assertEquals(40, both.traffic().inputsSent());
        assertEquals(4, both.traffic().inputsDropped());
        assertEquals(2, both.latencies().histogram("x").getTotalCount());
        assertEquals(50, both.latencies().histogram("x").getMean());
        assertEquals(2, both.errors());
        assertEquals(List.of("a problem"), both.problems());
    }
}

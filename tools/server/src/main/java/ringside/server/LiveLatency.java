package ringside.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import ringside.io.netty.LivePages;
import ringside.latency.LatencyStage;

/**
 * What took how long in the last intervals, for the panel of the demo's page: one text, made once an interval, that any thread may
 * have. Bounded: a minute of intervals, a handful of slow frames.
 */
final class LiveLatency implements LivePages {
    static final String PATH = "/latency.json";

    private static final int INTERVALS = 60;
    private static final int SLOW_FRAMES = 6;

    /** Of an interval in which nothing was recorded. */
    private static final long NOTHING = -1;

    private final List<Map<LatencyStage, Recent>> engines = new ArrayList<>();
    private final Deque<JsonNode> slowFrames = new ArrayDeque<>();
    private final long intervalMs;
    private volatile String text = "{}";

    /** A stage's last intervals. */
    private static final class Recent {
        private final Deque<Long> p99 = new ArrayDeque<>();
        private long count;
        private long p50;
        private long max;

        void add(final Histogram values) {
            count = values.getTotalCount();
            p50 = count == 0 ? NOTHING : values.getValueAtPercentile(50);
            max = count == 0 ? NOTHING : values.getMaxValue();
            if (p99.size() == INTERVALS) {
                p99.removeFirst();
            }
            p99.addLast(count == 0 ? NOTHING : values.getValueAtPercentile(99));
        }

        void writeTo(final ObjectNode to) {
            to.put("count", count);
            to.put("p50", p50);
            to.put("max", max);
            final ArrayNode all = to.putArray("p99");
            p99.forEach(all::add);
        }
    }

    LiveLatency(final long intervalMs) {
        this.intervalMs = intervalMs;
    }

    /** An interval of an engine's stage. The writing thread, for every stage each time. */
    void add(final int engine, final LatencyStage stage, final Histogram interval) {
        while (engines.size() <= engine) {
            engines.add(new EnumMap<>(LatencyStage.class));
        }
        engines.get(engine).computeIfAbsent(stage, each -> new Recent()).add(interval);
    }

    /** A frame that was over its budget. The writing thread. */
    void add(final JsonNode slowFrame) {
        if (slowFrames.size() == SLOW_FRAMES) {
            slowFrames.removeFirst();
        }
        slowFrames.addLast(slowFrame);
    }

    /** All of an interval was added: it is shown from now on. The writing thread. */
    void show(final long nowMs) {
        final ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.put("atMs", nowMs);
        page.put("intervalMs", intervalMs);
        final ArrayNode all = page.putArray("engines");
        for (final Map<LatencyStage, Recent> engine : engines) {
            final ObjectNode stages = all.addObject();
            engine.forEach((stage, recent) -> recent.writeTo(stages.putObject(stage.tag())));
        }
        final ArrayNode slow = page.putArray("slowFrames");
        slowFrames.forEach(slow::add);
        text = page.toString();
    }

    @Override
    public @Nullable Page page(final String path) {
        return path.equals(PATH) ? new Page("application/json", text) : null;
    }
}

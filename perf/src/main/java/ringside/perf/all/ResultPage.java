package ringside.perf.all;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import ringside.latency.report.ReportPage;
import ringside.perf.EncodedHistogram;
import ringside.perf.child.Json;

/**
 * All results as one page that needs nothing else: no network, no other file. It looks as the report of latency does, whose style
 * it takes.
 */
final class ResultPage {
    private static final int STEPS_PER_NINE = 8;
    private static final int MOST_NINES = 6;

    private ResultPage() {}

    static String html(final RunFacts facts, final List<Outcome> outcomes) {
        final ObjectNode data = ResultFolder.summary(facts, outcomes);
        data.put("stepsPerNine", STEPS_PER_NINE);
        for (int i = 0; i < outcomes.size(); i++) {
            final JsonNode result = outcomes.get(i).result();
            if (result != null && result.isObject()) {
                final ObjectNode measure = (ObjectNode) data.path("measures").path(i);
                final ObjectNode shown = result.deepCopy();
                curves(shown.remove("histograms"), measure.putArray("curves"));
                shown.remove(List.of("machine", "jvm", "eachRound"));
                measure.set("result", shown);
            }
        }
        // In JSON that sign stands in strings only; as an escape it can end no script.
        final String json = Json.write(data).replace("<", "\\u003c");
        return resource(ResultPage.class, "all.html")
                .replace("/*style*/", resource(ReportPage.class, "page.css") + resource(ResultPage.class, "all.css"))
                .replace("/*script*/", resource(ResultPage.class, "all.js"))
                .replace("/*data*/", json);
    }

    /** Values at 0 %, and on in steps of an eighth of a nine, as far as there are values to tell. */
    private static void curves(final @Nullable JsonNode encoded, final ArrayNode into) {
        if (encoded == null) {
            return;
        }
        for (final Map.Entry<String, JsonNode> each : encoded.properties()) {
            final Histogram histogram = EncodedHistogram.read(each.getValue().asText());
            if (histogram.getTotalCount() > 0) {
                put(each.getKey(), histogram, into.addObject());
            }
        }
    }

    private static void put(final String name, final Histogram histogram, final ObjectNode curve) {
        curve.put("name", name);
        curve.put("count", histogram.getTotalCount());
        curve.put("meanNs", Math.round(histogram.getMean()));
        curve.put("maxNs", histogram.getMaxValue());
        final ArrayNode values = curve.putArray("values");
        final double nines = Math.min(MOST_NINES, Math.log10((double) histogram.getTotalCount()));
        for (int step = 0; step <= nines * STEPS_PER_NINE; step++) {
            final double percentile = 100 * (1 - Math.pow(10, -(double) step / STEPS_PER_NINE));
            values.add(histogram.getValueAtPercentile(percentile));
        }
    }

    private static String resource(final Class<?> beside, final String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new IllegalStateException("the jar's " + name + " cannot be read", e);
        }
    }
}

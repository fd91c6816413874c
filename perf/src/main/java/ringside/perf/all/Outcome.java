package ringside.perf.all;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.perf.child.Json;

/**
 * What became of a measure.
 *
 * @param result what it printed; null when it failed
 * @param exit its status; 1 can go with a result, where something else than a figure was wrong
 * @param words the last lines that it said besides
 * @param command as a person would type it
 */
record Outcome(Measure measure, @Nullable JsonNode result, int exit, double seconds, String command, String words) {

    /** Whether it ran to its end and found nothing wrong. */
    boolean isDone() {
        return result != null && exit == 0;
    }

    /** Bars and claims that were missed, in words. */
    List<String> missed() {
        final JsonNode of = result;
        final List<String> missed = new ArrayList<>();
        if (of == null) {
            return missed;
        }
        for (final Figure figure : measure.figures()) {
            if (figure.isIn(of) && !figure.isMet(of)) {
                missed.add(measure.name() + ": " + figure.label());
            }
        }
        for (final JsonNode claim : of.path("claims")) {
            if (!claim.path("beaten").asBoolean()) {
                missed.add(measure.name() + ": " + claim.path("what").asText());
            }
        }
        return missed;
    }

    /** For {@code results.json} and the page; the measure's own result stands beside it. */
    ObjectNode toJson() {
        final ObjectNode node = Json.object();
        node.put("name", measure.name());
        node.put("title", measure.title());
        node.put("proves", measure.proves());
        node.put("command", command);
        node.put("exit", exit);
        node.put("done", isDone());
        node.put("seconds", Math.round(seconds * 10) / 10.0);
        if (!isDone()) {
            node.put("words", words);
        }
        final JsonNode of = result;
        if (of != null) {
            final ArrayNode figures = node.putArray("figures");
            measure.figures().stream()
                    .filter(figure -> figure.isIn(of))
                    .forEach(figure -> figure.toJson(of, figures.addObject()));
            final ArrayNode charts = node.putArray("charts");
            measure.charts().forEach(chart -> add(chart, of, charts));
        }
        return node;
    }

    private static void add(final Chart chart, final JsonNode of, final ArrayNode to) {
        final List<Figure> there =
                chart.bars().stream().filter(bar -> bar.isIn(of)).toList();
        if (!there.isEmpty()) {
            final ObjectNode node = to.addObject().put("title", chart.title());
            final ArrayNode bars = node.putArray("bars");
            there.forEach(bar -> bar.toJson(of, bars.addObject()));
        }
    }
}

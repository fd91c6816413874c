package ringside.perf.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import ringside.perf.JsonOption;
import ringside.perf.Machine;

/**
 * Looks for the largest value of one parameter at which a run holds: widens from where it begins, then halves, down to a
 * twentieth. A run that does not hold is given a second chance, since one hiccup of the machine says nothing.
 */
final class Search {
    private static final double WIDEN = 1.5;
    private static final double CLOSE = 1.05;
    private static final int MOST_TRIALS = 12;

    private final String name;
    private final int step;
    private final int most;
    private final IntFunction<ScalePlan> plans;
    private final Function<ScalePlan, JsonNode> runner;
    private final Consumer<String> progress;
    private final List<JsonNode> trials = new ArrayList<>();
    private @Nullable JsonNode best;
    private @Nullable JsonNode worst;

    /**
     * A search that has not begun.
     *
     * @param name of the parameter
     * @param step that values are multiples of
     * @param most that is tried
     * @param plans by value
     */
    Search(
            final String name,
            final int step,
            final int most,
            final IntFunction<ScalePlan> plans,
            final Function<ScalePlan, JsonNode> runner,
            final Consumer<String> progress) {
        this.name = name;
        this.step = step;
        this.most = most;
        this.plans = plans;
        this.runner = runner;
        this.progress = progress;
    }

    Search from(final int first) {
        int holding = 0;
        int failing = 0;
        int value = first;
        while (trials.size() < MOST_TRIALS && value != holding && value != failing && value >= step) {
            if (holds(value)) {
                holding = value;
            } else {
                failing = value;
            }
            value = next(holding, failing);
        }
        return this;
    }

    private int next(final int holding, final int failing) {
        if (failing == 0) {
            return rounded(Math.min(most, holding * WIDEN));
        }
        if (holding == 0) {
            return rounded(failing / WIDEN);
        }
        return failing < holding * CLOSE ? holding : rounded((holding + (double) failing) / 2);
    }

    private int rounded(final double value) {
        return step * (int) (value / step);
    }

    private boolean holds(final int value) {
        for (int chance = 0; chance < 2; chance++) {
            progress.accept(name + " " + value);
            final JsonNode result = runner.apply(plans.apply(value));
            trials.add(result);
            final boolean holds = result.path("holds").asBoolean();
            progress.accept(line(result));
            if (holds) {
                best = result;
                return true;
            }
            worst = result;
        }
        return false;
    }

    private static String line(final JsonNode result) {
        return String.format(
                Locale.ROOT,
                "%,d players at %d Hz: %s, frame p99.9 %.3f ms, views p99.9 %.3f ms, skipped %d frames and %d views; %s",
                result.path("players").asInt(),
                result.path("hz").asInt(),
                result.path("holds").asBoolean() ? "holds" : "does not hold",
                result.path("frame").path("p999Ns").asLong() / 1e6,
                result.path("views").path("p999Ns").asLong() / 1e6,
                result.path("skippedFrames").asLong(),
                result.path("skippedViews").asLong(),
                result.path("limit").asText());
    }

    ObjectNode toJson() {
        final ObjectNode root = JsonOption.object();
        root.put("find", name);
        root.put("value", best == null ? 0 : best.path(name).asInt());
        root.put(
                "limit",
                worst == null ? "nothing that was tried" : worst.path("limit").asText());
        root.set("best", best);
        final ArrayNode all = root.putArray("trials");
        trials.forEach(all::add);
        Machine.current().putInto(root);
        return root;
    }

    void print(final PrintWriter out) {
        trials.forEach(trial -> out.println(line(trial)));
        out.printf(
                Locale.ROOT,
                "%nthe most %s that hold: %,d; beyond it the limit is %s%n",
                name,
                best == null ? 0 : best.path(name).asInt(),
                worst == null ? "nothing that was tried" : worst.path("limit").asText());
        out.println(Machine.current());
    }
}

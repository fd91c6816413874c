package ringside.perf.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;

/** All rounds of a run, by variant, in the order in which they ran. */
record PipelineResult(PipelineSettings settings, Map<Variant, List<Round>> rounds, Machine machine) {
    PipelineResult {
        rounds = new EnumMap<>(rounds);
    }

    private double[] rates(final Variant variant) {
        return rounds.getOrDefault(variant, List.of()).stream()
                .mapToDouble(Round::eventsPerSecond)
                .toArray();
    }

    private double median(final Variant variant) {
        return Medians.of(rates(variant));
    }

    private double journalBytesPerEvent() {
        return Medians.of(rounds.getOrDefault(Variant.PIPELINE, List.of()).stream()
                .mapToDouble(Round::bytesPerEvent)
                .toArray());
    }

    /** Of the medians, as they are printed. */
    private double ratio(final Variant one, final Variant other) {
        return median(one) / median(other);
    }

    /** Side by side in each round: a slow moment of the machine counts in both. */
    private void putRatios(final ArrayNode to, final Variant one, final Variant other) {
        final double[] above = rates(one);
        final double[] below = rates(other);
        for (int i = 0; i < above.length; i++) {
            to.add(hundredths(above[i] / below[i]));
        }
    }

    ObjectNode toJson() {
        final ObjectNode root = JsonOption.object();
        for (final Variant variant : Variant.values()) {
            root.put(variant.key, Math.round(median(variant)));
        }
        root.put("journalBytesPerEvent", hundredths(journalBytesPerEvent()));
        root.put("ratioToBaseline", hundredths(ratio(Variant.PIPELINE, Variant.BASELINE)));
        root.put("ratioToBulkBaseline", hundredths(ratio(Variant.PIPELINE, Variant.BULK_BASELINE)));
        root.put("ratioRingToQueue", hundredths(ratio(Variant.RING, Variant.QUEUE)));
        root.put("eventsPerRound", settings.eventsPerRound());
        root.put("eventBytes", PipelineSettings.EVENT_BYTES);
        root.put("producers", PipelineSettings.PRODUCERS);
        root.put("claimEvents", settings.claimEvents());
        root.put("graph", name(settings.graph().kind()));
        root.put("wait", name(settings.graph().idle().kind()));
        final ObjectNode byRound = root.putObject("rounds");
        for (final Variant variant : Variant.values()) {
            final ArrayNode values = byRound.putArray(variant.key);
            for (final double rate : rates(variant)) {
                values.add(Math.round(rate));
            }
        }
        putRatios(byRound.putArray("ratioToBaseline"), Variant.PIPELINE, Variant.BASELINE);
        putRatios(byRound.putArray("ratioRingToQueue"), Variant.RING, Variant.QUEUE);
        machine.putInto(root);
        return root;
    }

    void print(final PrintWriter out) {
        out.printf("%-42s %14s   %s%n", "events per second", "median", "lowest to highest");
        for (final Variant variant : Variant.values()) {
            final double[] rates = rates(variant);
            Arrays.sort(rates);
            out.printf(
                    "%-42s %,14.0f   %,.0f to %,.0f%n",
                    variant.title, median(variant), rates[0], rates[rates.length - 1]);
        }
        out.println();
        out.printf(
                "ring -> journal -> logic has %.2f times the rate of a bare Chronicle queue, in %.1f bytes an event%n",
                ratio(Variant.PIPELINE, Variant.BASELINE), journalBytesPerEvent());
        out.printf(
                "and %.2f times that of one whose handler copies whole claims and looks at no event%n",
                ratio(Variant.PIPELINE, Variant.BULK_BASELINE));
        out.printf("the ring has %.2f times the rate of a queue%n", ratio(Variant.RING, Variant.QUEUE));
        out.printf(
                "graph %s, wait %s%n",
                name(settings.graph().kind()), name(settings.graph().idle().kind()));
        out.println(machine);
    }

    private static String name(final Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static double hundredths(final double value) {
        return Math.round(value * 100) / 100.0;
    }
}

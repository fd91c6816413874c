package ringside.perf.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import ringside.bots.Percentiles;
import ringside.journal.Durability;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.PercentileLine;

/**
 * All rounds of a run.
 *
 * @param safeEventsPerSecond the steady rate at which the times to safe were taken
 * @param rates events a second of each round
 * @param verified megabytes a second of each round
 * @param verifiedCompressed the same, in bytes of the plain form, of the same journal once it is compressed
 * @param times from append to safe
 */
record JournalResult(
        int eventsPerRound,
        int safeEventsPerSecond,
        Map<JournalRun.Part, List<Double>> rates,
        List<Double> verified,
        List<Double> verifiedCompressed,
        Map<Durability, Histogram> times,
        Machine machine) {
    private static final int NAME_WIDTH = 24;

    private double median(final JournalRun.Part part) {
        return Medians.of(values(part));
    }

    private double[] values(final JournalRun.Part part) {
        return rates.getOrDefault(part, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private double ratio(final JournalRun.Part part) {
        return median(part) / median(JournalRun.Part.BASELINE);
    }

    private static double median(final List<Double> values) {
        return Medians.of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private Percentiles percentiles(final Durability level) {
        return Percentiles.of(times.getOrDefault(level, new Histogram(3)));
    }

    ObjectNode toJson() {
        final ObjectNode root = JsonOption.object();
        put(root.putObject("mapped"), JournalRun.Part.MAPPED, Durability.MAPPED);
        put(root.putObject("synced"), JournalRun.Part.SYNCED, Durability.SYNCED);
        root.put("baselineEventsPerSecond", Math.round(median(JournalRun.Part.BASELINE)));
        root.put("verifyMBPerSecond", Math.round(median(verified)));
        root.put("compressedVerifyMBPerSecond", Math.round(median(verifiedCompressed)));
        root.put("eventsPerRound", eventsPerRound);
        root.put("appendToSafeEventsPerSecond", safeEventsPerSecond);
        final ObjectNode byRound = root.putObject("rounds");
        for (final JournalRun.Part part : JournalRun.Part.values()) {
            final ArrayNode rounds = byRound.putArray(part.name().toLowerCase(Locale.ROOT));
            for (final double rate : values(part)) {
                rounds.add(Math.round(rate));
            }
        }
        put(byRound.putArray("verifyMBPerSecond"), verified);
        put(byRound.putArray("compressedVerifyMBPerSecond"), verifiedCompressed);
        machine.putInto(root);
        return root;
    }

    private static void put(final ArrayNode to, final List<Double> speeds) {
        speeds.forEach(speed -> to.add(Math.round(speed)));
    }

    private void put(final ObjectNode to, final JournalRun.Part part, final Durability level) {
        to.put("eventsPerSecond", Math.round(median(part)));
        to.put("ratioToBaseline", Math.round(ratio(part) * 100) / 100.0);
        PercentileLine.put(to, "appendToSafe", percentiles(level));
    }

    void print(final PrintWriter out) {
        out.printf("%-" + NAME_WIDTH + "s %14s %12s%n", "events per second", "median", "to baseline");
        for (final JournalRun.Part part : JournalRun.Part.values()) {
            out.printf(
                    Locale.ROOT,
                    "%-" + NAME_WIDTH + "s %,14.0f %12.2f%n",
                    part.name().toLowerCase(Locale.ROOT),
                    median(part),
                    ratio(part));
        }
        out.println();
        out.printf("from append to safe at %,d events a second%n", safeEventsPerSecond);
        PercentileLine.heads(out, NAME_WIDTH);
        for (final Durability level : times.keySet()) {
            PercentileLine.print(out, NAME_WIDTH, level.name().toLowerCase(Locale.ROOT), percentiles(level));
        }
        out.println();
        out.printf(
                "a journal is verified at %,.0f MB a second; once it is compressed, at %,.0f%n",
                median(verified), median(verifiedCompressed));
        out.println(machine);
    }
}

package ringside.perf.pipeline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Medians;
import ringside.perf.Scratch;

/**
 * What the engine's instruments cost: rounds of the pipeline with all of them on, and with none, in turn. On means what a server has
 * on: every event stamped when it is received, recorders at every stage, a meter of hiccups, and a thread that writes all of it into
 * a log.
 */
final class InstrumentRounds {
    private final PipelineSettings settings;
    private final Scratch scratch;

    InstrumentRounds(final PipelineSettings settings, final Scratch scratch) {
        this.settings = settings;
        this.scratch = scratch;
    }

    /** The rates of all rounds, in the order in which they ran. */
    record Result(PipelineSettings settings, List<Double> on, List<Double> off, Machine machine) {
        private double ratio() {
            return median(on) / median(off);
        }

        private static double median(final List<Double> rates) {
            return Medians.of(rates.stream().mapToDouble(Double::doubleValue).toArray());
        }

        ObjectNode toJson() {
            final ObjectNode root = JsonOption.object();
            root.put("instrumentsOnEventsPerSecond", Math.round(median(on)));
            root.put("instrumentsOffEventsPerSecond", Math.round(median(off)));
            root.put("ratioOnToOff", thousandths(ratio()));
            root.put("eventsPerRound", settings.eventsPerRound());
            root.put("graph", settings.graph().kind().name().toLowerCase(Locale.ROOT));
            final ObjectNode rounds = root.putObject("rounds");
            put(rounds.putArray("instrumentsOnEventsPerSecond"), on);
            put(rounds.putArray("instrumentsOffEventsPerSecond"), off);
            final ArrayNode ratios = rounds.putArray("ratioOnToOff");
            IntStream.range(0, on.size()).forEach(i -> ratios.add(thousandths(on.get(i) / off.get(i))));
            machine.putInto(root);
            return root;
        }

        private static void put(final ArrayNode to, final List<Double> rates) {
            rates.forEach(rate -> to.add(Math.round(rate)));
        }

        private static double thousandths(final double value) {
            return Math.round(value * 1_000) / 1_000.0;
        }

        void print(final PrintWriter out) {
            out.printf(Locale.ROOT, "all instruments on  %,14.0f events/s%n", median(on));
            out.printf(Locale.ROOT, "none                %,14.0f events/s%n", median(off));
            out.printf(Locale.ROOT, "ratio of medians    %14.3f%n", ratio());
            out.println(machine);
        }
    }

    Result run(final int rounds, final Consumer<String> progress) {
        progress.accept("warming up");
        round(true);
        round(false);
        final List<Double> on = new ArrayList<>();
        final List<Double> off = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            progress.accept("round " + (i + 1) + " of " + rounds);
            // Every other round runs the other way round, so that neither always comes after the other.
            for (final boolean isOn : i % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
                (isOn ? on : off).add(round(isOn));
            }
        }
        return new Result(settings, on, off, Machine.current());
    }

    private double round(final boolean isOn) {
        final Path directory = scratch.folder();
        try (Instruments instruments = isOn ? Instruments.on(directory) : Instruments.NONE) {
            return JournalledRound.run(settings, directory, instruments).eventsPerSecond();
        } finally {
            Scratch.remove(directory);
        }
    }
}

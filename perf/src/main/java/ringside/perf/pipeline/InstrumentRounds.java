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

    /** All rounds, in the order in which they ran: each of one kind beside the one of the other that ran next to it. */
    record Result(PipelineSettings settings, List<Round> on, List<Round> off, Machine machine) {
        private double ratio() {
            return rate(on) / rate(off);
        }

        /** What a busy neighbour or a slow disk takes from the clock it does not take from this process's CPU. */
        private double cpuRatio() {
            return cpu(on) / cpu(off);
        }

        private static double rate(final List<Round> rounds) {
            return Medians.of(
                    rounds.stream().mapToDouble(Round::eventsPerSecond).toArray());
        }

        private static double cpu(final List<Round> rounds) {
            return Medians.of(rounds.stream().mapToDouble(Round::cpuNsPerEvent).toArray());
        }

        ObjectNode toJson() {
            final ObjectNode root = JsonOption.object();
            root.put("instrumentsOnEventsPerSecond", Math.round(rate(on)));
            root.put("instrumentsOffEventsPerSecond", Math.round(rate(off)));
            root.put("ratioOnToOff", thousandths(ratio()));
            root.put("instrumentsOnCpuNsPerEvent", thousandths(cpu(on)));
            root.put("instrumentsOffCpuNsPerEvent", thousandths(cpu(off)));
            root.put("ratioCpuOnToOff", thousandths(cpuRatio()));
            root.put("eventsPerRound", settings.eventsPerRound());
            root.put("graph", settings.graph().kind().name().toLowerCase(Locale.ROOT));
            final ObjectNode rounds = root.putObject("rounds");
            put(rounds.putArray("instrumentsOnEventsPerSecond"), on);
            put(rounds.putArray("instrumentsOffEventsPerSecond"), off);
            final ArrayNode ratios = rounds.putArray("ratioOnToOff");
            IntStream.range(0, on.size())
                    .forEach(i -> ratios.add(
                            thousandths(on.get(i).eventsPerSecond() / off.get(i).eventsPerSecond())));
            final ArrayNode cpuRatios = rounds.putArray("ratioCpuOnToOff");
            IntStream.range(0, on.size())
                    .forEach(i -> cpuRatios.add(
                            thousandths(on.get(i).cpuNsPerEvent() / off.get(i).cpuNsPerEvent())));
            machine.putInto(root);
            return root;
        }

        private static void put(final ArrayNode to, final List<Round> rounds) {
            rounds.forEach(round -> to.add(Math.round(round.eventsPerSecond())));
        }

        private static double thousandths(final double value) {
            return Math.round(value * 1_000) / 1_000.0;
        }

        void print(final PrintWriter out) {
            out.printf(
                    Locale.ROOT, "all instruments on  %,14.0f events/s  %8.2f ns of CPU an event%n", rate(on), cpu(on));
            out.printf(
                    Locale.ROOT,
                    "none                %,14.0f events/s  %8.2f ns of CPU an event%n",
                    rate(off),
                    cpu(off));
            out.printf(Locale.ROOT, "ratio of medians    %14.3f           %8.3f%n", ratio(), cpuRatio());
            out.println(machine);
        }
    }

    Result run(final int rounds, final Consumer<String> progress) {
        progress.accept("warming up");
        round(true);
        round(false);
        final List<Round> on = new ArrayList<>();
        final List<Round> off = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            progress.accept("round " + (i + 1) + " of " + rounds);
            // Every other round runs the other way round, so that neither always comes after the other.
            for (final boolean isOn : i % 2 == 0 ? List.of(true, false) : List.of(false, true)) {
                (isOn ? on : off).add(round(isOn));
            }
        }
        return new Result(settings, on, off, Machine.current());
    }

    private Round round(final boolean isOn) {
        final Path directory = scratch.folder();
        try (Instruments instruments = isOn ? Instruments.on(directory) : Instruments.NONE) {
            return JournalledRound.run(settings, directory, instruments);
        } finally {
            Scratch.remove(directory);
        }
    }
}

package ringside.perf.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import ringside.journal.Durability;
import ringside.journal.JournalCheck;
import ringside.perf.Machine;
import ringside.perf.RunFailedException;
import ringside.perf.Scratch;
import ringside.perf.pipeline.JournalledRound;
import ringside.perf.pipeline.PipelineSettings;
import ringside.perf.pipeline.Round;
import ringside.perf.pipeline.Variant;

/** Runs the levels and the baseline in turn, once to warm up and then as often as asked for. */
final class JournalRun {
    /** What a round does. */
    enum Part {
        MAPPED,
        SYNCED,
        BASELINE
    }

    private final PipelineSettings settings;
    private final Scratch scratch;
    private final Map<Part, List<Double>> rates = new EnumMap<>(Part.class);
    private final List<Double> verified = new ArrayList<>();
    private final List<Double> verifiedCompressed = new ArrayList<>();

    JournalRun(final PipelineSettings settings, final Scratch scratch) {
        this.settings = settings;
        this.scratch = scratch;
    }

    JournalResult run(final int rounds, final int eventsPerSecond, final int seconds, final Consumer<String> progress) {
        progress.accept("warming up");
        for (final Part part : Part.values()) {
            round(part, rates -> {}, speed -> {}, speed -> {});
        }
        for (int round = 1; round <= rounds; round++) {
            progress.accept("round " + round + " of " + rounds);
            for (final Part part : order(round)) {
                round(
                        part,
                        rate -> rates.computeIfAbsent(part, none -> new ArrayList<>())
                                .add(rate),
                        verified::add,
                        verifiedCompressed::add);
            }
        }
        progress.accept("from append to safe");
        final Map<Durability, Histogram> times = new EnumMap<>(Durability.class);
        for (final Durability level : List.of(Durability.MAPPED, Durability.SYNCED)) {
            final Path directory = scratch.folder();
            times.put(level, AppendToSafe.measure(level, eventsPerSecond, seconds, directory));
            Scratch.remove(directory);
        }
        return new JournalResult(
                settings.eventsPerRound(),
                eventsPerSecond,
                rates,
                verified,
                verifiedCompressed,
                times,
                Machine.current());
    }

    /** Every other round runs backwards, so that nobody always comes after the same one. */
    private static List<Part> order(final int round) {
        final List<Part> order = new ArrayList<>(List.of(Part.values()));
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }

    private void round(
            final Part part,
            final Consumer<Double> rate,
            final Consumer<Double> megabytesPerSecond,
            final Consumer<Double> compressedMegabytesPerSecond) {
        final Path directory = scratch.folder();
        try {
            final Round round = switch (part) {
                case MAPPED -> JournalledRound.run(settings, Durability.MAPPED, directory);
                case SYNCED -> JournalledRound.run(settings, Durability.SYNCED, directory);
                case BASELINE -> Variant.BASELINE.run(settings, directory);
            };
            rate.accept(round.eventsPerSecond());
            if (part == Part.MAPPED) {
                megabytesPerSecond.accept(verify(directory));
                Compressed.compress(directory);
                compressedMegabytesPerSecond.accept(verify(directory));
            }
        } finally {
            Scratch.remove(directory);
        }
    }

    /** Everything that `journal check` does, on a file that is in memory. */
    private double verify(final Path directory) {
        final long startNs = System.nanoTime();
        final JournalCheck check = JournalCheck.run(directory.resolve("engines/0/journal"));
        final long elapsedNs = System.nanoTime() - startNs;
        if (!check.ok() || check.events() != settings.eventsPerRound()) {
            throw new RunFailedException("the journal just written: " + check);
        }
        return check.bytes() * 1e3 / elapsedNs;
    }
}

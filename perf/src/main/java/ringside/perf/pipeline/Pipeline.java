package ringside.perf.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import ringside.perf.Machine;
import ringside.perf.Scratch;

/** Runs all variants in turn, once to warm up and then as often as asked for. */
final class Pipeline {
    private final PipelineSettings settings;
    private final Scratch scratch;

    Pipeline(final PipelineSettings settings, final Scratch scratch) {
        this.settings = settings;
        this.scratch = scratch;
    }

    PipelineResult run(final int rounds, final Consumer<String> progress) {
        progress.accept("warming up");
        List.of(Variant.values()).forEach(this::round);
        final Map<Variant, List<Round>> done = new EnumMap<>(Variant.class);
        for (int round = 1; round <= rounds; round++) {
            progress.accept("round " + round + " of " + rounds);
            for (final Variant variant : order(round)) {
                done.computeIfAbsent(variant, none -> new ArrayList<>()).add(round(variant));
            }
        }
        return new PipelineResult(settings, done, Machine.current());
    }

    /** Every other round runs backwards, so that nobody always comes after the same one. */
    private static List<Variant> order(final int round) {
        final List<Variant> order = new ArrayList<>(List.of(Variant.values()));
        if (round % 2 == 0) {
            Collections.reverse(order);
        }
        return order;
    }

    private Round round(final Variant variant) {
        final Path directory = scratch.folder();
        try {
            return variant.run(settings, directory);
        } finally {
            Scratch.remove(directory);
        }
    }
}

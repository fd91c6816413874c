package ringside.simulator;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Runs seeds from the command line.
 *
 * <pre>
 * --seed N               one seed, twice, and whether both runs were the same; with --trace everything that happens
 * --seeds A..B           a range, the last one included
 * --record FILE          a range: what was run stands there, and is not run again
 * </pre>
 *
 * Exits with 0 when all were good, 1 when one was not, 2 on wrong usage.
 */
public final class Main {
    private Main() {}

    public static void main(final String[] args) throws IOException {
        System.exit(run(args, System.out));
    }

    static int run(final String[] args, final PrintStream out) throws IOException {
        final String seed = option(args, "--seed");
        final String range = option(args, "--seeds");
        final String record = option(args, "--record");
        try {
            if (seed != null && range == null) {
                return one(Long.parseLong(seed), isSet(args, "--trace"), out);
            }
            if (range != null && seed == null) {
                return range(SeedRange.parse(range), record == null ? null : Path.of(record), out);
            }
        } catch (final IllegalArgumentException e) {
            out.println(e.getMessage());
        }
        out.println("usage: --seed N [--trace] | --seeds A..B [--record FILE]");
        return 2;
    }

    private static int one(final long seed, final boolean isTold, final PrintStream out) {
        final Outcome outcome = Simulation.run(seed, isTold ? out::println : null);
        out.println(outcome.faults());
        out.println(outcome);
        final Outcome again = Simulation.run(seed);
        if (again.trace() != outcome.trace()) {
            out.println("seed " + seed + " runs otherwise the second time: trace " + Long.toHexString(again.trace()));
            return 1;
        }
        return outcome.isGood() ? 0 : 1;
    }

    private static int range(final SeedRange wanted, final @Nullable Path record, final PrintStream out)
            throws IOException {
        final SeedRange left = record == null ? wanted : wanted.after(SeedRecord.lastOf(record, wanted));
        final long startNs = System.nanoTime();
        long bad = 0;
        long halted = 0;
        long virtualNs = 0;
        for (long seed = left.first(); seed <= left.last(); seed++) {
            final Outcome outcome = Simulation.run(seed);
            virtualNs += outcome.virtualNs();
            halted += outcome.halt() == null ? 0 : 1;
            if (!outcome.isGood()) {
                bad++;
                out.println(outcome.faults());
                out.println(outcome);
            }
            if (record != null) {
                SeedRecord.note(record, outcome);
            }
        }
        final double seconds = (System.nanoTime() - startNs) / 1e9;
        out.printf(
                Locale.ROOT,
                "seeds %d..%d: %d run, %d bad, %d halted by name; %.1f s, %.0f times real time%n",
                wanted.first(),
                wanted.last(),
                Math.max(0, left.last() - left.first() + 1),
                bad,
                halted,
                seconds,
                virtualNs / 1e9 / Math.max(0.001, seconds));
        return bad == 0 ? 0 : 1;
    }

    private static @Nullable String option(final String[] args, final String name) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        return null;
    }

    private static boolean isSet(final String[] args, final String name) {
        for (final String arg : args) {
            if (arg.equals(name)) {
                return true;
            }
        }
        return false;
    }
}

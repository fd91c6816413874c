package ringside.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** A file with a line for each seed that was run: the seed, whether it was good, its trace. A range that was broken off goes on from there. */
final class SeedRecord {
    private SeedRecord() {}

    /** The last seed of a range that stands in the file; the one before the range when none does. */
    static long lastOf(final Path file, final SeedRange range) throws IOException {
        long last = range.first() - 1;
        if (Files.exists(file)) {
            for (final String line : Files.readAllLines(file)) {
                final long seed = Long.parseLong(line.split(" ", 2)[0]);
                if (seed >= range.first() && seed <= range.last()) {
                    last = Math.max(last, seed);
                }
            }
        }
        return last;
    }

    static void note(final Path file, final Outcome outcome) throws IOException {
        final String verdict = outcome.violation() != null ? "VIOLATION" : outcome.halt() != null ? "halted" : "good";
        Files.writeString(
                file,
                String.format(Locale.ROOT, "%d %s %x%n", outcome.seed(), verdict, outcome.trace()),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}

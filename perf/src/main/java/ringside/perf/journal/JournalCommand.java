package ringside.perf.journal;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Scratch;
import ringside.perf.UsageException;
import ringside.perf.pipeline.PipelineSettings;

/** {@code journal}. */
@Command(
        name = "journal",
        description = {
            "How many events a second become safe at each durability level, how long each takes, and how fast a journal is",
            "verified.",
            "",
            "Rates: ring, journal and trivial logic as in the verb pipeline, against the same baseline in the same run: a bare",
            "Chronicle queue with no checksum, no logic and no sync. At level synced another thread syncs, each sync for all",
            "that was appended before it, and the clock stops when the last event is safe.",
            "",
            "From append to safe: batches of 16 events at a steady rate, from when each was due; production settings. mapped:",
            "until it is appended; synced: until a sync that covers it has ended.",
            "",
            "Verify: all that `journal check` does, on a journal that the system still has in memory, and on the same journal",
            "once its file is compressed; in bytes of its plain form, on one thread.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, 1 a run failed, 2 wrong usage.",
            "Example: ringside-perf journal --dir /var/lib/ringside --json"
        },
        mixinStandardHelpOptions = true)
public final class JournalCommand implements Callable<Integer> {
    private static final int BATCH_EVENTS = 16;

    @Option(
            names = "--events",
            defaultValue = "4000000",
            description = "Events a round, an even number; a million takes 120 MB on disk (${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Measured rounds; with fewer than 5 the median says little (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--rate",
            defaultValue = "160000",
            description = "Events a second while the time to safe is measured (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "For each level while the time to safe is measured (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the files are written, and removed again: the disk to measure (the system's temporary"
                    + " directory).")
    private @Nullable Path directory;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (rounds < 1 || seconds < 1 || rate < BATCH_EVENTS || rate > PipelineSettings.MAX_EVENTS) {
            throw new UsageException("--rounds " + rounds + ", --seconds " + seconds + ", --rate " + rate
                    + ": at least 1, 1 and " + BATCH_EVENTS + " are wanted, and a rate of at most "
                    + PipelineSettings.MAX_EVENTS);
        }
        final PipelineSettings settings = settings();
        try (Scratch scratch = Scratch.in(parent(), settings.fileBytes())) {
            final JournalResult result = new JournalRun(settings, scratch)
                    .run(rounds, rate, seconds, progress -> json.err().println(progress));
            if (json.isOn()) {
                json.print(result.toJson());
            } else {
                result.print(json.out());
            }
        }
        return ExitCode.OK;
    }

    private PipelineSettings settings() {
        try {
            return PipelineSettings.of(events);
        } catch (final IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    private Path parent() {
        return directory == null ? Path.of(System.getProperty("java.io.tmpdir", ".")) : directory;
    }
}

package ringside.perf.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Machine;
import ringside.perf.Scratch;
import ringside.perf.UsageException;

/** {@code replay}. */
@Command(
        name = "replay",
        description = {
            "How fast a recording is played again on one thread with every hash compared: an arena match of 10 players at",
            "60 Hz who play the published trace, from the journal and from a file that `replay export` cuts out of it; how",
            "large that file is for an hour, how long it takes to make and to open, and to find a frame in it. And how fast several",
            "such matches of one journal are verified on one thread and on one a core.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, 1 a run failed, 2 wrong usage.",
            "Example: ringside-perf replay --minutes 60 --json"
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    private static final long BYTES_PER_MINUTE = 4_000_000;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int MOST_MINUTES = 600;

    @Option(names = "--minutes", defaultValue = "10", description = "Of play that is recorded (${DEFAULT-VALUE}).")
    private int minutes;

    @Option(
            names = "--matches",
            defaultValue = "8",
            description = "Of one journal that is verified on one thread and on one a core (${DEFAULT-VALUE}).")
    private int matches;

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Measured rounds, after one that warms up (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the recording is written, and removed again (the system's temporary directory).")
    private @Nullable Path directory;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (minutes < 1 || minutes > MOST_MINUTES || rounds < 1 || matches < 1) {
            throw new UsageException("--minutes " + minutes + ", --rounds " + rounds + ": 1 to " + MOST_MINUTES
                    + " minutes, at least 1 round and at least 1 match are possible");
        }
        final Path parent = directory == null ? Path.of(System.getProperty("java.io.tmpdir", ".")) : directory;
        try (Scratch scratch = Scratch.in(parent, 2 * BYTES_PER_MINUTE * minutes)) {
            final ReplayRun.Result result = ReplayRun.measure(
                    scratch.folder(),
                    minutes * SECONDS_PER_MINUTE * RecordedTrace.HZ,
                    matches,
                    rounds,
                    progress -> json.err().println(progress));
            if (json.isOn()) {
                json.print(toJson(result));
            } else {
                print(result);
            }
        }
        return ExitCode.OK;
    }

    private double bytesPerHour(final ReplayRun.Result result) {
        return (double) result.fileBytes() * MINUTES_PER_HOUR / minutes;
    }

    private ObjectNode toJson(final ReplayRun.Result result) {
        final ObjectNode root = JsonOption.object();
        root.put("minutes", minutes);
        root.put("timesRealTime", Math.round(result.simulatedNs() / result.fileNs()));
        root.put("framesPerSecond", Math.round(result.frames() * 1e9 / result.fileNs()));
        root.put("journalTimesRealTime", Math.round(result.simulatedNs() / result.journalNs()));
        root.put("exportNs", result.exportNs());
        root.put("openNs", result.openNs());
        root.put("fileBytes", result.fileBytes());
        root.put("bytesPerHour", Math.round(bytesPerHour(result)));
        root.putPOJO("seek", result.seek());
        final ObjectNode many = root.putObject("many");
        many.put("matches", result.many().matches());
        many.put("threads", result.many().threads());
        many.put("oneThreadFramesPerSecond", Math.round(result.many().oneThreadFramesPerSecond()));
        many.put("framesPerSecond", Math.round(result.many().framesPerSecond()));
        many.put(
                "ratioToOneThread",
                result.many().framesPerSecond() / result.many().oneThreadFramesPerSecond());
        Machine.current().putInto(root);
        return root;
    }

    private void print(final ReplayRun.Result result) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "every hash compared: %,.0f times real time from a match file, %,.0f from the journal%n"
                                + "match file: %,.2f MB for an hour; made in %,.0f ms, opened in %,.1f ms%n"
                                + "a frame found in it: p50 %.1f ms, p99 %.1f ms, at most %.1f ms%n"
                                + "%d matches of one journal: %,.0f frames/s on one thread, %,.0f on %d%n%s%n",
                        result.simulatedNs() / result.fileNs(),
                        result.simulatedNs() / result.journalNs(),
                        bytesPerHour(result) / 1e6,
                        result.exportNs() / 1e6,
                        result.openNs() / 1e6,
                        result.seek().p50Ns() / 1e6,
                        result.seek().p99Ns() / 1e6,
                        result.seek().maxNs() / 1e6,
                        result.many().matches(),
                        result.many().oneThreadFramesPerSecond(),
                        result.many().framesPerSecond(),
                        result.many().threads(),
                        Machine.current());
        json.out().flush();
    }
}

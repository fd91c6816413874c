package ringside.perf.pipeline;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.WaitKind;
import ringside.engine.ring.WaitSettings;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.Scratch;
import ringside.perf.UsageException;

/** {@code pipeline}. */
@Command(
        name = "pipeline",
        description = {
            "How many events a second ring, journal and logic get through, against a bare Chronicle queue.",
            "",
            "Measured: 2 producers offer events of 48 bytes (24 of them payload) in claims of 16 to the ring; the journal",
            "appends them as checksummed, chained records of up to 256 events; trivial logic reads one field of each.",
            "Baseline: the same producers and ring; a handler appends the same bytes to a Chronicle queue, one record a",
            "batch, with no checksum and no logic. Both write to a file that is reserved and touched before the clock",
            "starts. Neither waits for the disk. A second baseline copies whole claims and looks at no event: what no",
            "engine with logic can reach.",
            "Also, without a file: the ring against an ArrayBlockingQueue of 1,024 with a fresh 48 bytes an event; and",
            "single claims instead of 16.",
            "",
            "Every variant runs once to warm up, then once in each round. Printed are medians and their ratios. An idle",
            "machine with a core for each of 4 threads shows most; with fewer they take turns.",
            ""
        },
        footer = {
            "",
            "Exit status: 0 measured, 1 events were lost or a run failed, 2 wrong usage.",
            "Example: ringside-perf pipeline --rounds 9 --json"
        },
        mixinStandardHelpOptions = true)
public final class PipelineCommand implements Callable<Integer> {
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
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the files are written, and removed again: the disk to measure (the system's temporary"
                    + " directory).")
    private @Nullable Path directory;

    @Option(
            names = "--graph",
            description = "fused or split: which thread does what in the engine (by the number of cores).")
    private @Nullable GraphKind graph;

    @Option(names = "--wait", description = "spin, yield or park: how all that read the ring wait for events (park).")
    private @Nullable WaitKind wait;

    @Option(
            names = "--instruments",
            description = "Measure instead what the engine's own instruments cost: rounds with all of them on, and with"
                    + " none, in turn.")
    private boolean instruments;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        final PipelineSettings settings = settings();
        try (Scratch scratch = Scratch.in(parent(), settings.fileBytes())) {
            if (instruments) {
                return compareInstruments(new InstrumentRounds(settings, scratch));
            }
            final PipelineResult result = new Pipeline(settings, scratch)
                    .run(rounds, progress -> json.err().println(progress));
            if (json.isOn()) {
                json.print(result.toJson());
            } else {
                result.print(json.out());
            }
        }
        return ExitCode.OK;
    }

    private int compareInstruments(final InstrumentRounds compared) {
        final InstrumentRounds.Result result =
                compared.run(rounds, progress -> json.err().println(progress));
        if (json.isOn()) {
            json.print(result.toJson());
        } else {
            result.print(json.out());
        }
        return ExitCode.OK;
    }

    private PipelineSettings settings() {
        if (rounds < 1) {
            throw new UsageException("--rounds: " + rounds + " is below 1");
        }
        try {
            return new PipelineSettings(events, PipelineSettings.CLAIM_EVENTS, graph());
        } catch (final IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage());
        }
    }

    private GraphSettings graph() {
        final GraphSettings auto = GraphSettings.forCores(Runtime.getRuntime().availableProcessors())
                .withRing(PipelineSettings.RING);
        final GraphSettings chosen = graph == null ? auto : auto.withKind(graph);
        return wait == null ? chosen : chosen.withIdle(WaitSettings.of(wait));
    }

    private Path parent() {
        return directory == null ? Path.of(System.getProperty("java.io.tmpdir", ".")) : directory;
    }
}

package ringside.perf.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.perf.ExitCode;
import ringside.perf.HistogramsOption;
import ringside.perf.JsonOption;
import ringside.perf.Scratch;

/** {@code scale}. */
@Command(
        name = "scale",
        description = {
            "How many players one engine holds: arena matches of 10 that play the published trace.",
            "",
            "One thread offers every player's input of each frame to the ring, in claims of 16, spread over the frame's",
            "period; the journal appends at 'mapped'; logic steps, hashes and publishes every match; views are encoded for",
            "every player with fog on, each match's as soon as it was stepped. No sockets. Clients acknowledge each view a",
            "few frames later. 20 of them are recorded; after the run all that they were sent is decoded and compared.",
            "",
            "'frame' runs from the moment FRAME was due until the last match is published, 'views' until the last view is",
            "encoded. A view is skipped when a newer frame of its match was there already. A run holds when nothing was",
            "skipped, 99.9 % of frames took less than 12 ms and 99.9 % of their views less than 16.6 ms; above 60 Hz less",
            "than the same share of the period.",
            "",
            "Pauses are those in which the JVM held all threads, from its own log, stopping them included: none of the",
            "collector's should be above 1 ms in ten minutes of 2,000 players with --recommended.",
            "",
            "The run gets a JVM of its own with the heap that it needs, unless --in-process is given. Leave the machine",
            "alone meanwhile: otherCpuSeconds says what others took."
        },
        footer = {
            "",
            "Exit status: 0 measured, whether it holds or not; 1 the run failed, or a client would have seen something"
                    + " wrong; 2 wrong usage.",
            "Examples: ringside-perf scale --players 20000 --hz 60 --seconds 60 --profile scale.jfr",
            "          ringside-perf scale --players 2000 --seconds 600 --recommended"
        },
        mixinStandardHelpOptions = true)
public final class ScaleCommand implements Callable<Integer> {
    private static final int MOST_PLAYERS = 100_000;
    private static final int MOST_HZ = 1_000;
    private static final int PLAYERS_STEP = 500;
    private static final int HZ_STEP = 2;

    @Mixin
    private ScaleOptions options;

    @Option(
            names = "--find",
            paramLabel = "players|hz",
            description =
                    "Look for the most players at --hz, or the highest rate for --players, that hold; each trial takes"
                            + " --warmup and --seconds.")
    private @Nullable Parameter find;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "Write a flight recording of the measured time, and show where threads spent it.")
    private @Nullable Path profile;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Where the journal is written, and removed again (the system's temporary directory).")
    private @Nullable Path directory;

    @Option(
            names = "--recommended",
            description =
                    "Run with the flags that a server is best started with: generational ZGC (needs Java 21; use 25).")
    private boolean recommended;

    @Option(names = "--in-process", description = "Run in this JVM, whatever its heap is.")
    private boolean inProcess;

    @Option(names = "--tied", hidden = true, description = "End when standard input does.")
    private boolean tied;

    @Mixin
    private HistogramsOption histograms;

    @Mixin
    private JsonOption json;

    /** What can be looked for. */
    enum Parameter {
        PLAYERS,
        HZ
    }

    @Override
    public Integer call() {
        final ScalePlan plan = options.plan();
        Memory.requireRoom(plan);
        if (find != null) {
            search(plan, find);
        } else if (inProcess) {
            run(plan);
        } else if (json.isOn()) {
            json.print(ScaleProcess.result(plan, flags(), histograms.arguments(), directory, profile));
        } else {
            json.out().print(ScaleProcess.text(plan, flags(), histograms.arguments(), directory, profile));
            json.out().flush();
        }
        return ExitCode.OK;
    }

    private void run(final ScalePlan plan) {
        if (tied) {
            ScaleProcess.endWithParent(ExitCode.FALSE);
        }
        try (Scratch scratch = Scratch.in(parent(), Memory.journalBytes(plan))) {
            final ScaleResult result = new ScaleRun(plan, json.err()::println).run(scratch.folder(), profile);
            histograms.write("scale", result.histograms());
            final HotSpots spots = profile == null ? null : HotSpots.of(profile);
            if (json.isOn()) {
                final ObjectNode root = result.toJson();
                if (spots != null) {
                    spots.putInto(root);
                }
                json.print(root);
            } else {
                result.print(json.out());
                if (spots != null) {
                    spots.print(json.out());
                }
                json.out().flush();
            }
        }
    }

    private void search(final ScalePlan plan, final Parameter parameter) {
        final Search search = parameter == Parameter.PLAYERS
                ? new Search("players", PLAYERS_STEP, MOST_PLAYERS, plan::withPlayers, this::trial, json.err()::println)
                        .from(plan.players())
                : new Search("hz", HZ_STEP, MOST_HZ, plan::withHz, this::trial, json.err()::println).from(plan.hz());
        if (json.isOn()) {
            json.print(search.toJson());
        } else {
            search.print(json.out());
        }
    }

    private JsonNode trial(final ScalePlan plan) {
        Memory.requireRoom(plan);
        return ScaleProcess.result(plan, flags(), List.of(), directory, null);
    }

    private List<String> flags() {
        return recommended ? Memory.recommended() : List.of();
    }

    private Path parent() {
        return directory == null ? Path.of(System.getProperty("java.io.tmpdir", ".")) : directory;
    }
}

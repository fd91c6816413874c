package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.latency.report.Shown;
import ringside.latency.report.SlowFrame;
import ringside.latency.report.SlowFrames;
import ringside.layout.XxHash64;
import ringside.replay.EngineRecording;
import ringside.server.Games;

/** {@code latency replay DIR --frame F [--engine E] [--times N]}. */
@Command(
        name = "replay",
        description = {
            "Runs one frame of a recorded engine again, many times, under the profiler: where does its time go?",
            "",
            "The frame is computed from what the engine remembered after the frame before and from the same events, each time"
                    + " anew, so that every run computes the same: its hash is compared with the recorded one. Printed is how long it took from run to"
                    + " run, what its parts took, and which matches took longest. The profiler's file (JFR) is named at the"
                    + " end; JDK Mission Control opens it, and so does: jfr print --events jdk.ExecutionSample FILE.",
            "A frame that is quick here, though it was slow live, was not slow by its own work: look at its lateness, at"
                    + " the hiccups and the collector's pauses around it (latency show)."
        },
        footer = {
            "",
            "Exit status: 0 done, 1 it did not come to what was recorded each time, 2 wrong usage.",
            "Example: ringside latency show data --slow 5",
            "         ringside latency replay data --frame 4711 --times 1000"
        },
        mixinStandardHelpOptions = true)
final class LatencyReplayCommand implements Callable<Integer> {
    private static final int MOST_TIMES = 1_000_000;
    private static final int MATCHES_TOLD = 10;

    @Parameters(index = "0", paramLabel = "DIR", description = "A data directory.")
    private Path dir;

    @Option(
            names = "--frame",
            paramLabel = "F",
            required = true,
            description = "The frame of the engine, as latency show names it.")
    private int frame;

    @Option(names = "--engine", paramLabel = "E", defaultValue = "0", description = "Which engine (${DEFAULT-VALUE}).")
    private int engine;

    @Option(
            names = "--times",
            paramLabel = "N",
            defaultValue = "500",
            description = "How often it is run and measured (${DEFAULT-VALUE}).")
    private int times;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The profiler's file (frame-F.jfr here).")
    private @Nullable Path profile;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() throws IOException {
        if (frame < 1) {
            throw new UsageException("--frame " + frame + ": frames of an engine count from 1");
        }
        if (times < 1 || times > MOST_TIMES) {
            throw new UsageException("--times " + times + ": 1 to " + MOST_TIMES + " are possible");
        }
        final EngineRecording recording = RecordedPath.engines(dir, engine).get(0);
        final FrameAgain again = FrameAgain.find(recording, Games.load(), frame);
        final Path file = profile == null ? Path.of("frame-" + frame + ".jfr") : profile;
        final FrameRuns runs = json.watched("running", progress -> FrameRuns.of(again, times, file, progress));
        final SlowFrame recorded = recorded(recording);
        if (json.isOn()) {
            json.print(toJson(again, runs, recorded, file));
        } else {
            print(again, runs, recorded, file);
        }
        return runs.isSteady() ? ExitCode.OK : ExitCode.FALSE;
    }

    /** What the server wrote down of it, if it was over its budget. */
    private @Nullable SlowFrame recorded(final EngineRecording recording) {
        final Path logs = recording.journal().resolveSibling("latency").resolve("any");
        final List<SlowFrame> all = SlowFrames.beside(List.of(logs), Long.MIN_VALUE, Long.MAX_VALUE);
        return all.stream().filter(each -> each.frame() == frame).findFirst().orElse(null);
    }

    private void print(
            final FrameAgain again, final FrameRuns runs, final @Nullable SlowFrame recorded, final Path file) {
        json.out()
                .printf(
                        Locale.ROOT,
                        "frame %d of engine %d, position %d: %,d events since the frame before, %,d matches%n",
                        frame,
                        engine,
                        again.position(),
                        again.eventsBefore(),
                        again.matches());
        if (recorded != null) {
            json.out()
                    .printf(
                            "live    %s from due to done: %s late, then %s of work%n",
                            Shown.duration(recorded.totalNs()),
                            Shown.duration(Math.max(0, recorded.latenessNs())),
                            Shown.duration(recorded.totalNs() - recorded.latenessNs()));
        }
        json.out().printf(Locale.ROOT, "%nrun %,d times%n", times);
        runs.print(json.out());
        final List<FrameRuns.OneMatch> slowest = runs.slowestMatches(MATCHES_TOLD);
        if (!slowest.isEmpty()) {
            json.out().println();
            json.out().println("matches that took longest, median");
            slowest.forEach(each -> json.out()
                    .printf(
                            "  match %d, its frame %d: %s%n",
                            each.match(), each.frame(), Shown.duration(each.medianNs())));
        }
        json.out().println();
        json.out()
                .println(
                        runs.isSteady()
                                ? "every run came to " + XxHash64.hex(runs.hash())
                                        + (again.recordedHash() == null ? "" : ", as it did live")
                                : "NOT every run came to the same, or to what was recorded: see replay verify");
        json.out().println("profile " + file.toAbsolutePath().normalize());
    }

    private ObjectNode toJson(
            final FrameAgain again, final FrameRuns runs, final @Nullable SlowFrame recorded, final Path file) {
        final ObjectNode result = JsonOption.object();
        result.put("ok", runs.isSteady());
        result.put("engine", engine);
        result.put("frame", frame);
        result.put("position", again.position());
        result.put("events", again.eventsBefore());
        result.put("matches", again.matches());
        result.put("times", times);
        result.put("hash", XxHash64.hex(runs.hash()));
        if (recorded != null) {
            final ObjectNode live = result.putObject("recorded");
            live.put("totalNs", recorded.totalNs());
            live.put("latenessNs", recorded.latenessNs());
        }
        final ObjectNode stages = result.putObject("stages");
        runs.forEach((name, values) -> {
            final ObjectNode stage = stages.putObject(name);
            stage.put("count", values.count());
            stage.put("p50Ns", values.at(0.5));
            stage.put("p90Ns", values.at(0.9));
            stage.put("p99Ns", values.at(0.99));
            stage.put("p999Ns", values.at(0.999));
            stage.put("maxNs", values.at(1));
        });
        final ArrayNode slowest = result.putArray("slowestMatches");
        for (final FrameRuns.OneMatch each : runs.slowestMatches(MATCHES_TOLD)) {
            final ObjectNode one = slowest.addObject();
            one.put("match", each.match());
            one.put("frame", each.frame());
            one.put("p50Ns", each.medianNs());
        }
        result.put("profile", file.toAbsolutePath().normalize().toString());
        return result;
    }
}

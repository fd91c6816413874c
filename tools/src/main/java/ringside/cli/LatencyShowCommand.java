package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.latency.report.Distribution;
import ringside.latency.report.Run;
import ringside.latency.report.RunTable;
import ringside.latency.report.Shown;
import ringside.latency.report.SlowFrame;
import ringside.latency.report.SlowFrames;
import ringside.latency.report.Span;
import ringside.latency.report.Stage;
import ringside.latency.report.StageRun;

/** {@code latency show FILE…}. */
@Command(
        name = "show",
        description = {
            "Shows how long each stage took: how many values, percentiles and the largest.",
            "The stages on the way of an input are told from the moment its bytes were received.",
            "Below them the frames that were over their budget: what their time went into, and what lay around them."
        },
        footer = {
            "",
            "Exit status: 0 done, 1 lines were damaged or foreign (they are named, the rest is shown), 2 wrong usage.",
            "Example: ringside latency show data --stage inputToView,gcPause --by 10 --from 07:14 --to 07:16"
        },
        mixinStandardHelpOptions = true)
final class LatencyShowCommand implements Callable<Integer> {
    private static final double MOST_SECONDS = 1e8;

    @Mixin
    private LatencyFiles files;

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            split = ",",
            description = "Only these stages; may be repeated, or a list with commas.")
    private List<String> wanted = List.of();

    @Option(
            names = "--by",
            paramLabel = "SECONDS",
            description = {
                "A line for each span of so many seconds too; without --stage for the way of an input as a whole."
            })
    private @Nullable Double bySeconds;

    @Option(
            names = "--slow",
            paramLabel = "N",
            defaultValue = "10",
            description = {
                "So many of the frames that were over their budget, the longest first (${DEFAULT-VALUE}; 0: none).",
                "latency replay DIR --frame F runs one of them again."
            })
    private int slow;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (bySeconds != null && !(bySeconds >= 1e-3 && bySeconds <= MOST_SECONDS)) {
            throw new UsageException("--by: " + bySeconds + " seconds is no span of time");
        }
        if (slow < 0) {
            throw new UsageException("--slow: " + slow + " is below 0");
        }
        final Run run = files.read(bySeconds == null ? 0 : Math.round(bySeconds * 1e3), json);
        final List<StageRun> stages = stages(run);
        if (json.isOn()) {
            json.print(toJson(run, stages));
        } else {
            print(run, stages);
            LatencyFiles.tellProblems(run, json.err());
        }
        return LatencyFiles.exitCode(run);
    }

    private List<StageRun> stages(final Run run) {
        if (wanted.isEmpty()) {
            return run.stages();
        }
        final List<StageRun> chosen = new ArrayList<>();
        for (final String each : wanted) {
            chosen.add(run.stage(each)
                    .orElseThrow(
                            () -> new UsageException("--stage " + each + ": nothing was recorded of it here; there is "
                                    + run.stages().stream().map(StageRun::tag).collect(Collectors.joining(", ")))));
        }
        return chosen;
    }

    private void print(final Run run, final List<StageRun> stages) {
        json.out()
                .printf(
                        "%s from %s to %s, %d intervals in %d file%s%n",
                        Shown.length(run.toMs() - run.fromMs()),
                        Shown.time(run.fromMs()),
                        Shown.time(run.toMs()),
                        run.intervals(),
                        run.files().size(),
                        run.files().size() == 1 ? "" : "s");
        run.notes().forEach(json.out()::println);
        json.out().println();
        RunTable.stages(stages).forEach(json.out()::println);
        if (bySeconds != null) {
            for (final StageRun each : wanted.isEmpty() ? List.of(run.foremost()) : stages) {
                json.out().printf("%n%s%n", each.tag());
                RunTable.timeline(each, run.fromMs()).forEach(json.out()::println);
            }
        }
        printSlowFrames(run);
    }

    private void printSlowFrames(final Run run) {
        final List<SlowFrame> worst = SlowFrames.worst(run.slowFrames(), slow);
        if (worst.isEmpty()) {
            return;
        }
        json.out()
                .printf(
                        Locale.ROOT,
                        "%n%,d frames were over their budget%s%n",
                        run.slowFrames().size(),
                        worst.size() < run.slowFrames().size() ? "; the longest " + worst.size() : "");
        RunTable.slowFrames(worst).forEach(json.out()::println);
    }

    private ObjectNode toJson(final Run run, final List<StageRun> stages) {
        final ObjectNode result = LatencyFiles.toJson(run);
        final ObjectNode all = result.putObject("stages");
        for (final StageRun each : stages) {
            put(all.putObject(each.tag()), each.stage(), each.values());
        }
        if (bySeconds != null) {
            final ObjectNode timeline = result.putObject("timeline");
            for (final StageRun each : stages) {
                final ArrayNode spans = timeline.putArray(each.tag());
                for (final Span span : each.spans()) {
                    final ObjectNode line = spans.addObject();
                    line.put("fromMs", span.fromMs());
                    line.put("toMs", span.toMs());
                    put(line, each.stage(), span.values());
                }
            }
        }
        result.put("slowFrameCount", run.slowFrames().size());
        final ArrayNode worst = result.putArray("slowFrames");
        SlowFrames.worst(run.slowFrames(), slow).forEach(each -> put(worst.addObject(), each));
        return result;
    }

    private static void put(final ObjectNode to, final SlowFrame frame) {
        to.put("atMs", frame.atMs());
        to.put("engine", frame.engine());
        to.put("frame", frame.frame());
        to.put("position", frame.position());
        to.put("totalNs", frame.totalNs());
        to.put("latenessNs", frame.latenessNs());
        frame.parts().forEach((part, ns) -> to.put(part + "Ns", ns));
        to.put("skippedFrames", frame.skippedFrames());
        to.put("matches", frame.matches());
        to.put("slowestMatch", frame.slowestMatch());
        to.put("slowestMatchFrame", frame.slowestMatchFrame());
        to.put("slowestMatchNs", frame.slowestMatchNs());
        final ObjectNode events = to.putObject("events");
        frame.events().forEach(events::put);
        put(to.putArray("hiccups"), frame.hiccups());
        put(to.putArray("gcPauses"), frame.gcPauses());
    }

    private static void put(final ArrayNode to, final List<SlowFrame.Pause> pauses) {
        for (final SlowFrame.Pause each : pauses) {
            final ObjectNode pause = to.addObject();
            pause.put("fromNs", each.fromNs());
            pause.put("lengthNs", each.lengthNs());
        }
    }

    /** What are counts has keys without a unit. */
    private static void put(final ObjectNode to, final Stage stage, final Distribution values) {
        final String unit = stage.isCount() ? "" : "Ns";
        to.put("count", values.count());
        to.put("p50" + unit, values.p50());
        to.put("p90" + unit, values.p90());
        to.put("p99" + unit, values.p99());
        to.put("p999" + unit, values.p999());
        to.put("max" + unit, values.max());
    }
}

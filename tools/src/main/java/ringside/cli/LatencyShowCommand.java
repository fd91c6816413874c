package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
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
import ringside.latency.report.Span;
import ringside.latency.report.Stage;
import ringside.latency.report.StageRun;

/** {@code latency show FILE…}. */
@Command(
        name = "show",
        description = {
            "Shows how long each stage took: how many values, percentiles and the largest.",
            "The stages on the way of an input are told from the moment its bytes were received."
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

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        if (bySeconds != null && !(bySeconds >= 1e-3 && bySeconds <= MOST_SECONDS)) {
            throw new UsageException("--by: " + bySeconds + " seconds is no span of time");
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
        return result;
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

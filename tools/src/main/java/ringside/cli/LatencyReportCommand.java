package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import ringside.latency.report.ReportPage;
import ringside.latency.report.Run;

/** {@code latency report FILE… -o report.html}. */
@Command(
        name = "report",
        description = {
            "Writes one HTML page that needs no network and no other file: percentile curves, a heat map over time, the way"
                    + " of an input, the worst moments and what else was high in them, every stage in numbers.",
            "With --baseline everything is compared with another run."
        },
        footer = {
            "",
            "Exit status: 0 done, 1 lines were damaged or foreign (they are named, the rest is in the page), 2 wrong usage.",
            "Example: ringside latency report today -o report.html --baseline yesterday"
        },
        mixinStandardHelpOptions = true)
final class LatencyReportCommand implements Callable<Integer> {
    @Mixin
    private LatencyFiles files;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PAGE",
            required = true,
            description = "The file to write, such as report.html; one that is there is replaced.")
    private Path page;

    @Option(
            names = "--baseline",
            paramLabel = "FILE",
            arity = "1..*",
            description =
                    "Logs, folders or data directories of a run to compare with; --from and --to do not apply to them.")
    private List<Path> baseline = List.of();

    @Option(names = "--title", paramLabel = "TEXT", description = "The page's title.")
    private @Nullable String title;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        final Run run = files.read(0, json);
        final Run other = baseline.isEmpty() ? null : files.readOther(baseline, json);
        final long bytes = ReportPage.write(page, title == null ? defaultTitle() : title, run, other);
        if (json.isOn()) {
            final ObjectNode result = LatencyFiles.toJson(run);
            result.put("page", page.toString());
            result.put("bytes", bytes);
            json.print(result);
        } else {
            json.out()
                    .printf(
                            Locale.ROOT,
                            "%s: %,d bytes, %d stages, %,d intervals%n",
                            page,
                            bytes,
                            run.stages().size(),
                            run.intervals());
        }
        LatencyFiles.tellProblems(run, json.err());
        if (other != null) {
            LatencyFiles.tellProblems(other, json.err());
        }
        return other != null && !other.isWhole() ? ExitCode.FALSE : LatencyFiles.exitCode(run);
    }

    private String defaultTitle() {
        return "Latency of "
                + files.paths().stream()
                        .map(each ->
                                String.valueOf(each.toAbsolutePath().normalize().getFileName()))
                        .limit(3)
                        .collect(Collectors.joining(", "))
                + (files.paths().size() > 3 ? " …" : "");
    }
}

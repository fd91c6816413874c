package ringside.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.latency.report.LogFiles;
import ringside.latency.report.LogProblem;
import ringside.latency.report.Run;
import ringside.latency.report.RunReader;
import ringside.latency.report.TimeBound;

/** {@code FILE… [--engine K] [--from TIME] [--to TIME]}: logs of latency, and which part of them. */
final class LatencyFiles {
    /** Of a file of something else every line is foreign: nobody reads thousands of them. */
    private static final int MOST_PROBLEMS_TOLD = 20;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = {
                "Logs in HdrHistogram's interval log format; folders of them (*.hlog), or data directories.",
                "What several hold is summed up by stage."
            })
    private List<Path> paths;

    @Option(names = "--engine", paramLabel = "K", description = "Only this engine of data directories.")
    private @Nullable Integer engine;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = {
                "Only intervals that begin then or later: seconds since the first one (90), a time",
                "(2026-11-23T07:14:30Z), or a time of that day (07:14:30). Times without a zone are UTC."
            })
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Only intervals that begin before that.")
    private @Nullable String to;

    /** What is in them; in spans of that length, or of one that fits when it is 0. */
    Run read(final long spanMs, final JsonOption json) {
        return read(
                new RunReader()
                        .from(bound("--from", from))
                        .to(bound("--to", to))
                        .spans(spanMs),
                paths,
                json);
    }

    /** The whole of other files. */
    Run readOther(final List<Path> others, final JsonOption json) {
        return read(new RunReader(), others, json);
    }

    private Run read(final RunReader reader, final List<Path> named, final JsonOption json) {
        return json.watched("reading", progress -> reader.progress(progress).read(LogFiles.find(named, engine)));
    }

    List<Path> paths() {
        return paths;
    }

    private static @Nullable TimeBound bound(final String option, final @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return TimeBound.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    /** Names the lines that could not be read. */
    static void tellProblems(final Run run, final PrintWriter err) {
        run.problems().stream().limit(MOST_PROBLEMS_TOLD).forEach(each -> err.println("ringside: " + each));
        final int more = run.problems().size() - MOST_PROBLEMS_TOLD;
        if (more > 0) {
            err.println("ringside: and " + more + " more lines that could not be read");
        }
    }

    /** What is common to all that is told of a run. */
    static ObjectNode toJson(final Run run) {
        final ObjectNode result = JsonOption.object();
        result.put("ok", run.isWhole());
        result.put("fromMs", run.fromMs());
        result.put("toMs", run.toMs());
        result.put("intervals", run.intervals());
        final ArrayNode files = result.putArray("files");
        run.files().forEach(each -> files.add(each.toString()));
        final ArrayNode notes = result.putArray("notes");
        run.notes().forEach(notes::add);
        final ArrayNode problems = result.putArray("problems");
        for (final LogProblem each : run.problems()) {
            final ObjectNode problem = problems.addObject();
            problem.put("file", each.file().toString());
            problem.put("line", each.line());
            problem.put("problem", each.what());
            problem.put("damage", each.isDamage());
        }
        return result;
    }

    static int exitCode(final Run run) {
        return run.isWhole() ? ExitCode.OK : ExitCode.FALSE;
    }
}

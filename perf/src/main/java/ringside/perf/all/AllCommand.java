package ringside.perf.all;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringside.perf.ExitCode;
import ringside.perf.JsonOption;
import ringside.perf.UsageException;

/** {@code all}. */
@Command(
        name = "all",
        description = {
            "All measures, one after the other, into a folder and one page.",
            "",
            "Each runs in a JVM of its own, so that none warms another up. The folder holds for each its result and what it"
                    + " said, results.json (machine, JVM, flags, commit, what became of all) and index.html, which needs nothing"
                    + " else. When one fails the others go on; the same command with the same --out does what is missing.",
            "",
            "It takes about 55 minutes; --quick takes 10 and shows that everything works, but its figures say little. Leave the"
                    + " machine alone meanwhile, and start it from the project's folder, where takeover finds the server.",
            "",
            "Exit status: 0 all were measured; 1 one failed, or with --strict a bar was missed; 2 wrong usage."
        },
        footer = {
            "",
            "Examples: ringside-perf all",
            "          ringside-perf all --quick --out results",
            "          ringside-perf all --only pipeline,net --strict"
        },
        mixinStandardHelpOptions = true)
public final class AllCommand implements Callable<Integer> {
    private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("'perf-results-'yyyyMMdd-HHmmss");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where results go; those that are there already are kept (a new folder here).")
    private @Nullable Path out;

    @Option(names = "--quick", description = "Short runs that show that everything works.")
    private boolean quick;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "These alone; measured anew.")
    private List<String> only = List.of();

    @Option(names = "--skip", split = ",", paramLabel = "NAME", description = "All but these.")
    private List<String> skip = List.of();

    @Option(names = "--strict", description = "Exit with 1 when a figure misses its bar or a claim is not beaten.")
    private boolean strict;

    @Option(names = "--list", description = "Print what there is, and how long it takes.")
    private boolean list;

    @Option(
            names = "--java",
            paramLabel = "HOME",
            description = "Of the JVM that measures (this one). Pauses need Java 25, or 21 at least.")
    private @Nullable String javaHome;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        final List<Measure> measures = known();
        if (list) {
            measures.forEach(each -> json.out()
                    .printf(
                            Locale.ROOT,
                            "%-12s %5d s %5d s quick  %s%n",
                            each.name(),
                            each.seconds(),
                            each.quickSeconds(),
                            each.proves()));
            return ExitCode.OK;
        }
        final Path folder = folder();
        final ResultFolder results = new ResultFolder(folder, RunFacts.now(quick));
        final List<Outcome> outcomes = run(measures, folder, results);
        if (json.isOn()) {
            json.print(ResultFolder.summary(RunFacts.now(quick), outcomes)
                    .put("page", results.page().toString()));
        } else {
            print(outcomes, results.page());
        }
        final boolean isDone = outcomes.stream().allMatch(Outcome::isDone);
        final boolean isMet = outcomes.stream().allMatch(each -> each.missed().isEmpty());
        return isDone && (isMet || !strict) ? ExitCode.OK : ExitCode.FALSE;
    }

    /** All but those that are to be left out. */
    private List<Measure> known() {
        final List<Measure> known = Measures.known(spec.parent().subcommands().keySet());
        final List<String> names = known.stream().map(Measure::name).toList();
        for (final List<String> asked : List.of(only, skip)) {
            for (final String name : asked) {
                if (!names.contains(name)) {
                    throw new UsageException("no measure '" + name + "'; there are " + String.join(", ", names));
                }
            }
        }
        return known.stream()
                .filter(each -> !skip.contains(each.name()))
                .filter(this::canRun)
                .toList();
    }

    /** What this JVM cannot do is left out, unless it was asked for by name, and then says why itself. */
    private boolean canRun(final Measure measure) {
        final boolean can = javaHome != null
                || only.contains(measure.name())
                || Runtime.version().feature() >= measure.leastJava();
        if (!can) {
            json.err().printf("%s: left out, for it needs Java %d; see --java%n", measure.name(), measure.leastJava());
        }
        return can;
    }

    private Path folder() {
        final Path folder = out == null ? Path.of(FOLDER.format(LocalDateTime.now(ZoneId.systemDefault()))) : out;
        final JsonNode before = MeasureRun.earlier(folder, ResultFolder.SUMMARY);
        if (before != null && before.path("quick").asBoolean() != quick) {
            throw new UsageException("--out " + folder + ": holds results of " + (quick ? "full" : "quick")
                    + " runs; name another folder");
        }
        try {
            return Files.createDirectories(folder);
        } catch (final IOException e) {
            throw new UsageException("--out " + folder + ": no folder can be made there: " + e.getMessage());
        }
    }

    private List<Outcome> run(final List<Measure> measures, final Path folder, final ResultFolder results) {
        final String home = javaHome == null ? System.getProperty("java.home") : javaHome;
        final MeasureRun run = new MeasureRun(home, quick, folder);
        final List<Outcome> outcomes = new ArrayList<>();
        final List<Measure> wanted =
                measures.stream().filter(each -> isWanted(each, folder)).toList();
        int left = wanted.stream().mapToInt(this::seconds).sum();
        int number = 0;
        for (final Measure measure : measures) {
            final JsonNode earlier = MeasureRun.earlier(folder, measure.name());
            if (wanted.contains(measure)) {
                number++;
                json.err()
                        .printf(
                                "[%d/%d] %s: about %s; %s left in all%n",
                                number, wanted.size(), measure.name(), time(seconds(measure)), time(left));
                final Outcome outcome = run.run(measure, line -> json.err().println("    " + line));
                outcomes.add(outcome);
                json.err().printf("    %s after %s%n", verdict(outcome), time((int) Math.round(outcome.seconds())));
                left -= seconds(measure);
                results.write(outcomes);
            } else if (earlier != null) {
                json.err().printf("%s: kept%n", measure.name());
                outcomes.add(new Outcome(measure, earlier, 0, 0, run.typed(measure), ""));
            }
        }
        results.write(outcomes);
        return outcomes;
    }

    /** What was asked for by name is measured anew, otherwise what has no result yet. */
    private boolean isWanted(final Measure measure, final Path folder) {
        return only.isEmpty() ? MeasureRun.earlier(folder, measure.name()) == null : only.contains(measure.name());
    }

    private int seconds(final Measure measure) {
        return quick ? measure.quickSeconds() : measure.seconds();
    }

    private static String time(final int seconds) {
        return seconds < 100 ? seconds + " s" : (seconds + 30) / 60 + " min";
    }

    private static String verdict(final Outcome outcome) {
        if (!outcome.isDone()) {
            return "FAILED with exit status " + outcome.exit();
        }
        final List<String> missed = outcome.missed();
        return missed.isEmpty() ? "done" : "done; missed: " + String.join("; ", missed);
    }

    private void print(final List<Outcome> outcomes, final Path page) {
        for (final Outcome outcome : outcomes) {
            json.out().printf("%-12s %s%n", outcome.measure().name(), verdict(outcome));
            final JsonNode result = outcome.result();
            if (result != null) {
                for (final Figure figure : outcome.measure().figures()) {
                    if (figure.isIn(result)) {
                        json.out()
                                .printf(
                                        Locale.ROOT,
                                        "    %-44s %,18.2f %-9s %s%n",
                                        figure.label(),
                                        figure.value(result),
                                        figure.unit(),
                                        mark(figure, result));
                    }
                }
            }
        }
        json.out().println(page.toAbsolutePath());
    }

    private static String mark(final Figure figure, final JsonNode result) {
        if (figure.bar() == null) {
            return "";
        }
        return figure.isMet(result) ? "ok" : "MISSED";
    }
}

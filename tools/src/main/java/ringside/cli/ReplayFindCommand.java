package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.DoubleConsumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import ringside.journal.JournalException;
import ringside.replay.EngineRecording;
import ringside.replay.file.MatchFile;
import ringside.replay.find.Question;
import ringside.replay.find.Range;
import ringside.replay.find.RecordingSearch;
import ringside.replay.find.Search;
import ringside.server.Games;

/** {@code replay find PATH --where CONDITION | --effect NAME | --bookmark [TEXT] | --refused | --slow [MS]}. */
@Command(
        name = "find",
        description = {
            "Lists the frames of a recording where something holds, happened, was marked, was refused or took too long.",
            "",
            "With --where: the frames in which a condition begins to hold, for how long it did, and for which rows. With"
                    + " --effect: the effects of that name; --where may choose among them by effect.FIELD.",
            "",
            "A condition is made of table.column, table[row].column, table.row (a row's number), count(table), frame, whole"
                    + " numbers, decimals, true, false, none, 'texts', = != < <= > >=, + - * /, and, or, not and brackets."
                    + " Tables and columns are those that `replay show --all` prints.",
            "",
            "A table of many rows that is named without a row stands for ONE of its rows, the same wherever the condition"
                    + " names it; the condition holds when it holds for some row. The first example finds where the player"
                    + " of slot 3 has no health left, not where somebody has none while somebody else is of slot 3. To speak"
                    + " of two rows, give their numbers: players[3].hp < players[5].hp.",
            "",
            "Of a row that is not there, and of a division by zero, nothing holds, nor does its contrary. / gives a decimal."
                    + " Decimals have 16 bits behind the point, so that = finds what `replay show` prints. A reference is"
                    + " compared with a row, projectiles.shooter = players[3], or with none.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ringside replay find data --match 1 \\",
            "      --where 'players.hp <= 0 and players.slot = 3'",
            "  ringside replay find bug.match --effect kill \\",
            "      --where 'effect.killer = 3 and frame > 600'",
            "  ringside replay find data --bookmark wall",
            "  ringside replay find data --slow 20 --match 7"
        },
        mixinStandardHelpOptions = true)
final class ReplayFindCommand implements Callable<Integer> {
    private static final int MOST_LISTED = 1_000_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RecordedPath path;

    @Mixin
    private JsonOption json;

    @Option(names = "--match", paramLabel = "M", description = "Only this match (all).")
    private @Nullable Integer match;

    @Option(names = "--where", paramLabel = "CONDITION", description = "Where this begins to hold.")
    private @Nullable String where;

    @Option(names = "--effect", paramLabel = "NAME", description = "Where this effect was emitted.")
    private @Nullable String effect;

    @Option(names = "--refused", description = "Inputs, commands and joins that were refused, with the reason.")
    private boolean refused;

    @Option(
            names = "--bookmark",
            paramLabel = "TEXT",
            arity = "0..1",
            fallbackValue = "",
            description = "Moments that players marked; with a text, those that say it somewhere.")
    private @Nullable String bookmark;

    @Option(
            names = "--slow",
            paramLabel = "MS",
            arity = "0..1",
            fallbackValue = "0",
            description =
                    "Frames that came too late, as their server wrote down beside the journal; with a number, those that"
                            + " took so many milliseconds.")
    private @Nullable Double slow;

    @Option(names = "--every", description = "With --where: every frame in which it holds.")
    private boolean every;

    @Option(
            names = "--from",
            paramLabel = "F",
            defaultValue = "0",
            description = "From this frame of each match on (${DEFAULT-VALUE}).")
    private int from;

    @Option(names = "--to", paramLabel = "F", description = "Up to this frame of each match (its last).")
    private @Nullable Integer to;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Stop after so many (${DEFAULT-VALUE}).")
    private int limit;

    @Override
    public Integer call() {
        final Range range = range();
        if (limit < 1 || limit > MOST_LISTED) {
            throw new UsageException("--limit " + limit + ": 1 to " + MOST_LISTED + " are possible");
        }
        if (slow != null) {
            return slow(slow, range);
        }
        final Question question = question();
        final FoundLines found = new FoundLines(question);
        try {
            if (path.isFile()) {
                inFile(path.file(), question, range, found);
            } else {
                inDirectory(question, range, found);
            }
        } catch (final JournalException e) {
            // What stands before the damage was found and is true.
            print(found, e.getMessage());
            throw e;
        }
        print(found, null);
        return ExitCode.OK;
    }

    private Question question() {
        if (refused || bookmark != null) {
            if (where != null || effect != null || every || (refused && bookmark != null)) {
                throw new UsageException((refused ? "--refused" : "--bookmark")
                        + " stands alone: narrow it with --match, --from and --to");
            }
            return refused ? new Question.Refusals() : new Question.Bookmarks(String.valueOf(bookmark));
        }
        if (effect != null) {
            if (every) {
                throw new UsageException("--every goes with --where alone: of effects every one is listed");
            }
            return new Question.Effect(effect, where);
        }
        if (where == null) {
            throw new UsageException(
                    "say what to find: --where CONDITION, --effect NAME, --bookmark, --refused or --slow");
        }
        return new Question.Where(where, every);
    }

    private int slow(final double atLeastMs, final Range range) {
        if (where != null || effect != null || every || refused || bookmark != null) {
            throw new UsageException("--slow stands alone: narrow it with --match, --from and --to");
        }
        if (!(atLeastMs >= 0)) {
            throw new UsageException("--slow " + atLeastMs + ": milliseconds, 0 or more");
        }
        if (path.isFile()) {
            throw new UsageException(
                    "--slow: " + shownPath() + " is a file of one match, which holds what happened and not when;"
                            + " ask the data directory that it was cut out of");
        }
        final SlowFound found = new SlowFound(range, atLeastMs, limit);
        for (final EngineRecording engine : engines()) {
            json.watched("searching", progress -> {
                found.in(engine, progress);
                return found;
            });
        }
        if (!found.isRecorded()) {
            throw new UsageException(
                    "--slow: nothing was written down of times in " + shownPath()
                            + ": the server that recorded it ran without latency logs, or they were not copied with the journals");
        }
        if (json.isOn()) {
            json.print(found.toJson());
        } else {
            found.print(json.out(), shownPath());
        }
        return ExitCode.OK;
    }

    private Range range() {
        final int last = to == null ? Integer.MAX_VALUE : to;
        if (from < 0 || last < from) {
            throw new UsageException("--from " + from + (to == null ? "" : " --to " + to)
                    + ": frames count from 0, and the last one does not come before the first");
        }
        if (match != null && match < 1) {
            throw new UsageException("--match " + match + ": matches are numbered from 1");
        }
        return new Range(match == null ? Range.ALL : match, from, last);
    }

    private void inFile(final MatchFile file, final Question question, final Range range, final FoundLines found) {
        if (match != null && match != file.match()) {
            throw new UsageException("--match " + match + ": " + shownPath() + " holds match " + file.match());
        }
        // What was emitted before the file begins is still in its first state, and no part of it.
        final int first =
                Math.max(range.from(), Math.min(range.to(), file.header().firstFrame()));
        final Search search = new Search(question, new Range(file.match(), first, range.to()), limit);
        search(search, found, progress -> RecordingSearch.run(file, Games.load(), search, progress));
    }

    private void inDirectory(final Question question, final Range range, final FoundLines found) {
        for (final EngineRecording engine : engines()) {
            if (found.count() < limit) {
                final Search search = new Search(question, range, limit - found.count());
                search(search, found, progress -> RecordingSearch.run(engine, Games.load(), search, progress));
            }
        }
    }

    /** A match's number tells its engine, unless one was picked. */
    private List<EngineRecording> engines() {
        return match == null ? path.engines() : List.of(path.engineOf(match));
    }

    private void search(final Search search, final FoundLines found, final ToIntFunction<DoubleConsumer> run) {
        final ProgressLine progress = new ProgressLine(json.err(), "searching");
        final long startNs = System.nanoTime();
        int hz = 0;
        try {
            hz = run.applyAsInt(json.isOn() ? part -> {} : progress);
        } finally {
            progress.end();
            found.add(search, hz, System.nanoTime() - startNs);
        }
        for (final String game : search.passedOver()) {
            json.err().println("ringside: matches of " + game + " were passed over: they cannot be asked this");
        }
    }

    private String shownPath() {
        final Object given = spec.positionalParameters().get(0).getValue();
        return String.valueOf(given);
    }

    private void print(final FoundLines found, final @Nullable String problem) {
        if (json.isOn()) {
            final ObjectNode result = found.toJson();
            result.put("problem", problem == null ? "" : problem);
            json.print(result);
        } else {
            found.print(json.out(), shownPath());
        }
    }
}

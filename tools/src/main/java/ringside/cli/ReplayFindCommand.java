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

/** {@code replay find PATH --where CONDITION | --effect NAME | --bookmark [TEXT] | --refused}. */
@Command(
        name = "find",
        description = {
            "Lists the frames of a recording where something holds, happened, was marked or was refused.",
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
            "  ringside replay find data --bookmark wall"
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

    @Option(names = "--slow", description = "Frames that took too long: needs recorded times.")
    private boolean slow;

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
        final Question question = question();
        final Range range = range();
        if (limit < 1 || limit > MOST_LISTED) {
            throw new UsageException("--limit " + limit + ": 1 to " + MOST_LISTED + " are possible");
        }
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
        if (slow) {
            throw new UsageException(
                    "--slow: this recording holds no times: a journal keeps what happened, not when, so"
                            + " frames cannot be found by how long they took");
        }
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
            throw new UsageException("say what to find: --where CONDITION, --effect NAME, --bookmark or --refused");
        }
        return new Question.Where(where, every);
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

    /** A match's number tells its engine, unless one was picked. */
    private void inDirectory(final Question question, final Range range, final FoundLines found) {
        final List<EngineRecording> all = path.engines();
        final List<EngineRecording> engines =
                match == null || all.size() == 1 ? all : List.of(all.get(Math.floorMod(match - 1, all.size())));
        for (final EngineRecording engine : engines) {
            if (found.count() < limit) {
                final Search search = new Search(question, range, limit - found.count());
                search(search, found, progress -> RecordingSearch.run(engine, Games.load(), search, progress));
            }
        }
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

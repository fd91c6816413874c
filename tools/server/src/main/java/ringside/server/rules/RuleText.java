package ringside.server.rules;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ringside.server.toml.Problem;
import ringside.server.toml.TomlEntry;
import ringside.server.toml.TomlFile;

/**
 * What a file of rules says, with the files that it includes put in: {@code NAME = VALUE} for each rule, and
 *
 * <pre>
 * include = ["base.toml"]   files read before this one, whose values count unless they are given here
 * game = "arena"            which game the rules are for
 * </pre>
 *
 * For one reading; one thread.
 */
final class RuleText {
    /** Files that include one another, the first one counted. */
    static final int MAX_DEPTH = 8;

    /** Files of one set, each counted as often as it is included. */
    static final int MAX_FILES = 64;

    private static final String INCLUDE = "include";
    private static final String GAME = "game";

    private final Map<String, RuleValue> values = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Path> files = new LinkedHashSet<>();
    private final Deque<Path> chain = new ArrayDeque<>();
    private @Nullable RuleValue game;
    private int read;

    private RuleText() {}

    static RuleText read(final Path file) {
        final RuleText text = new RuleText();
        text.add(file.normalize(), null);
        return text;
    }

    /** The values that count, each rule's once. */
    Collection<RuleValue> values() {
        return values.values();
    }

    /** Which game it says that it is for, if it says so. */
    @Nullable
    RuleValue game() {
        return game;
    }

    List<Problem> problems() {
        return problems;
    }

    /** Whatever was read, or was to be. */
    Set<Path> files() {
        return files;
    }

    private void add(final Path file, final @Nullable RuleValue from) {
        if (chain.contains(file)) {
            refuse(
                    from,
                    "includes itself: "
                            + chain.stream()
                                    .map(Path::toString)
                                    .collect(Collectors.joining(" <- ", file + " <- ", "")));
            return;
        }
        if (chain.size() == MAX_DEPTH || read == MAX_FILES) {
            refuse(
                    from,
                    chain.size() == MAX_DEPTH
                            ? "files include one another more than " + MAX_DEPTH + " deep"
                            : "more than " + MAX_FILES + " files of one rule set");
            return;
        }
        read++;
        files.add(file);
        final TomlFile toml = TomlFile.read(file);
        if (from != null
                && toml.problems().size() == 1
                && toml.problems().get(0).line() == 0) {
            refuse(from, toml.problems().get(0).text());
            return;
        }
        problems.addAll(toml.problems());
        chain.push(file);
        // What is included counts less, wherever in the file that stands.
        for (final TomlEntry entry : toml.root().entries()) {
            if (entry.key().equals(INCLUDE)) {
                include(new RuleValue(INCLUDE, entry.value(), file.toString(), entry.line()));
            }
        }
        for (final TomlEntry entry : toml.root().entries()) {
            final RuleValue value = new RuleValue(entry.key(), entry.value(), file.toString(), entry.line());
            if (entry.key().equals(GAME)) {
                game = value;
            } else if (!entry.key().equals(INCLUDE)) {
                values.put(entry.key(), value);
            }
        }
        chain.pop();
    }

    private void include(final RuleValue include) {
        final Object value = include.value();
        for (final Object name : value instanceof final List<?> names ? names : List.of(value)) {
            if (!(name instanceof final String text) || text.isBlank()) {
                problems.add(include.problem("include = " + value + ": names of files are wanted: [\"base.toml\"]"));
                return;
            }
            try {
                add(include.path(text), new RuleValue(INCLUDE, text, include.file(), include.line()));
            } catch (final InvalidPathException e) {
                problems.add(include.problem("include = " + text + ": a path of this system is wanted"));
            }
        }
    }

    private void refuse(final @Nullable RuleValue from, final String text) {
        final RuleValue include = from == null ? RuleValue.given(INCLUDE, "") : from;
        problems.add(include.problem("include = " + include.value() + ": " + text));
    }
}

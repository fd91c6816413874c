package ringside.server.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.server.toml.Names;
import ringside.server.toml.Problem;

/**
 * Where an operator keeps rules: a file, which is one set, or a folder, in which each {@code NAME.toml} is the set of that
 * name. What files in folders below hold is only there to be included.
 *
 * <p>One set is the standard: that of the file, or in a folder that of the game's name. Matches get it that ask for no
 * other; what was given beside the files counts over it. A set is for the game that its key {@code game} names, or else for
 * the game of its own name, or else for the server's.
 *
 * <p>Reads files whenever asked; keeps nothing of them. Thread-safe.
 */
public final class RuleSource {
    /** The most sets in a folder. */
    static final int MAX_SETS = 256;

    private static final String ENDING = ".toml";

    private final @Nullable Path location;
    private final GameTypes types;
    private final GameType game;
    private final List<RuleValue> over;

    /**
     * What a reading brought.
     *
     * @param sets those that can be used, by name
     * @param broken what is wrong with the others, by name
     * @param files whatever was read or looked for: when none of them changes, another reading brings the same
     */
    public record Reading(
            String standard, Map<String, RuleSet> sets, Map<String, List<Problem>> broken, Set<Path> files) {
        /** All that is wrong, set after set. */
        public List<Problem> problems() {
            return broken.values().stream().flatMap(List::stream).distinct().toList();
        }
    }

    /**
     * @param location a file or a folder; null for neither
     * @param game the one whose matches the server creates
     * @param over values that count over the standard set's
     */
    public RuleSource(
            final @Nullable Path location,
            final GameTypes types,
            final GameType game,
            final Collection<RuleValue> over) {
        this.location = location == null ? null : location.normalize();
        this.types = types;
        this.game = game;
        this.over = List.copyOf(over);
    }

    /** True when there are files that could change. */
    boolean isFiles() {
        return location != null;
    }

    /** Reads all of them. */
    public Reading read() {
        final String own = game.layout().game();
        final Reading reading = new Reading(
                location == null || Files.isDirectory(location) ? own : nameOf(location),
                new TreeMap<>(),
                new TreeMap<>(),
                new LinkedHashSet<>());
        if (location != null && Files.isDirectory(location)) {
            reading.files().add(location);
            for (final Path file : list(location, reading)) {
                read(nameOf(file), file, reading);
            }
        } else if (location != null) {
            read(nameOf(location), location, reading);
        }
        if (!reading.sets().containsKey(reading.standard()) && !reading.broken().containsKey(reading.standard())) {
            compile(reading.standard(), game, List.of(), new ArrayList<>(), reading);
        }
        return reading;
    }

    private static List<Path> list(final Path folder, final Reading reading) {
        try (Stream<Path> all = Files.list(folder)) {
            final List<Path> files = all.filter(
                            file -> file.getFileName().toString().endsWith(ENDING) && !isHidden(file))
                    .sorted()
                    .toList();
            if (files.size() <= MAX_SETS) {
                return files;
            }
            fail(reading, folder, files.size() + " rule sets; at most " + MAX_SETS + " are possible in a folder");
        } catch (final IOException e) {
            fail(reading, folder, "cannot be read: " + e);
        }
        return List.of();
    }

    /** What editors leave beside a file while they write it. */
    private static boolean isHidden(final Path file) {
        return file.getFileName().toString().startsWith(".");
    }

    private static void fail(final Reading reading, final Path folder, final String text) {
        reading.broken().put(reading.standard(), List.of(new Problem(folder.toString(), 0, "", text)));
    }

    private static String nameOf(final Path file) {
        final Path last = file.getFileName();
        final String name = last == null ? "" : last.toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private void read(final String name, final Path file, final Reading reading) {
        final RuleText text = RuleText.read(file);
        reading.files().addAll(text.files());
        final List<Problem> problems = new ArrayList<>(text.problems());
        if (!RuleSet.isName(name)) {
            problems.add(new Problem(
                    file.toString(),
                    0,
                    "",
                    "a file's name is its rule set's: letters, digits, '_' and '-' are possible, at most "
                            + RuleSet.MAX_NAME));
        }
        final RuleValue named = text.game();
        final GameType type = named == null ? gameOf(name) : find(named, problems);
        if (type == null) {
            reading.broken().put(name, problems);
        } else {
            compile(name, type, text.values(), problems, reading);
        }
    }

    private GameType gameOf(final String set) {
        final GameType type = types.newest(set);
        return type == null ? game : type;
    }

    private @Nullable GameType find(final RuleValue named, final List<Problem> problems) {
        final GameType type = named.value() instanceof final String name ? types.newest(name) : null;
        if (type == null) {
            final List<String> known =
                    types.all().stream().map(each -> each.layout().game()).toList();
            problems.add(named.problem("game = " + named.value() + ": there is no such game"
                    + Names.hint(String.valueOf(named.value()), known) + "; there are " + known));
        }
        return type;
    }

    private void compile(
            final String name,
            final GameType type,
            final Collection<RuleValue> values,
            final List<Problem> problems,
            final Reading reading) {
        final RuleCompiler compiler = new RuleCompiler(type);
        values.forEach(compiler::put);
        if (name.equals(reading.standard())) {
            over.forEach(compiler::put);
        }
        problems.addAll(compiler.problems());
        reading.files().addAll(compiler.files());
        final RuleRecord record = compiler.finish();
        if (record == null || !problems.isEmpty()) {
            reading.broken().put(name, problems);
        } else {
            reading.sets().put(name, new RuleSet(name, record));
        }
    }
}

package ringside.server.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;
import ringside.server.ServerException;
import ringside.server.toml.Names;

/**
 * The rule sets of a server as they stand: what new matches are created with. A set that was good once stays until a better
 * one takes its place. Any thread reads; one thread writes.
 */
public final class RuleBook {
    private final String standard;
    private volatile Map<String, RuleSet> sets;

    private RuleBook(final String standard, final Map<String, RuleSet> sets) {
        this.standard = standard;
        this.sets = Map.copyOf(sets);
    }

    /**
     * Begins with what was read.
     *
     * @throws ServerException with all problems, a line each, when there are any: a server that begins wants all its rules
     */
    public static RuleBook of(final RuleSource.Reading reading) {
        if (!reading.problems().isEmpty()) {
            throw RuleRecord.refused(reading.problems());
        }
        return new RuleBook(reading.standard(), reading.sets());
    }

    /** The set for matches that ask for no other. */
    public RuleSet standard() {
        return require(standard);
    }

    /** The rules for matches of that game that ask for none: the standard set's, the set's of the game's name, defaults. */
    public RuleRecord forNew(final GameType type) {
        final RuleSet own = standard();
        if (own.record().isFor(type)) {
            return own.record();
        }
        final RuleSet named = find(type.layout().game());
        return named != null && named.record().isFor(type) ? named.record() : RuleRecord.of(type, List.of());
    }

    /** The set of that name, or null. */
    public @Nullable RuleSet find(final String name) {
        return sets.get(name);
    }

    /** The set of that name. Throws {@link ServerException} with the names of those there are. */
    public RuleSet require(final String name) {
        final RuleSet set = find(name);
        if (set == null) {
            throw ServerException.configuration(
                    "rule set '" + name + "': there is none" + Names.hint(name, names()) + "; there are " + names());
        }
        return set;
    }

    /** In the order of the alphabet. */
    public Set<String> names() {
        return new TreeMap<>(sets).keySet();
    }

    void put(final RuleSet set) {
        final Map<String, RuleSet> next = new TreeMap<>(sets);
        next.put(set.name(), set);
        sets = Map.copyOf(next);
    }
}

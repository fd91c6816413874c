package ringside.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link Checker} found.
 *
 * @param violations a line each; empty when all is well
 * @param checked how much was looked at, by what: a run in which nothing was is no good run
 */
public record Verdict(List<String> violations, Map<String, Long> checked) {
    /** Copies both. */
    public Verdict {
        violations = List.copyOf(violations);
        checked = new TreeMap<>(checked);
    }

    /** How much was looked at. */
    public long checked(final String what) {
        return checked.getOrDefault(what, 0L);
    }

    public boolean isGood() {
        return violations.isEmpty();
    }
}

package ringside.behavior.xml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the problems of a file; the same one, met again because a subtree stands in several places, counts once. */
final class Problems {
    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();

    Problems(final String file) {
        this.file = file;
    }

    void add(final Element element, final String text) {
        add(new Problem(file, element.line(), element.label(), text));
    }

    void add(final int line, final String text) {
        add(new Problem(file, line, "", text));
    }

    private void add(final Problem problem) {
        if (found.size() < Trees.MAX_PROBLEMS) {
            found.add(problem);
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    List<Problem> inOrder() {
        final List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line));
        return sorted;
    }
}

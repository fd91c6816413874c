package ringside.replay.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What was found so far, in the order in which it began; some of it is not over yet. */
final class Findings {
    /** There is no place left. */
    static final int FULL = -1;

    private final List<@Nullable Finding> found = new ArrayList<>();
    private final int limit;
    private int open;

    Findings(final int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return found.size() >= limit;
    }

    /** True when no more can be found and nothing is open. */
    boolean isComplete() {
        return isFull() && open == 0;
    }

    /** Keeps a place for what begins now, or returns {@link #FULL}. */
    int open() {
        if (isFull()) {
            return FULL;
        }
        open++;
        found.add(null);
        return found.size() - 1;
    }

    void close(final int place, final Finding finding) {
        found.set(place, finding);
        open--;
    }

    void add(final Finding finding) {
        if (!isFull()) {
            found.add(finding);
        }
    }

    List<Finding> all() {
        return found.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }
}

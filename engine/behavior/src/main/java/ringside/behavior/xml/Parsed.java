package ringside.behavior.xml;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ringside.behavior.BehaviorTree;
import ringside.behavior.TreeException;

/**
 * What came of reading a file: a tree, or what is wrong with it. Immutable.
 *
 * @param tree null when there are problems
 * @param problems all that were found, in the order of the file, up to {@link Trees#MAX_PROBLEMS}; empty with a tree
 */
public record Parsed(@Nullable BehaviorTree tree, List<Problem> problems) {
    public Parsed {
        problems = List.copyOf(problems);
        if ((tree == null) == problems.isEmpty()) {
            throw new IllegalArgumentException("either a tree or problems, not " + tree + " and " + problems);
        }
    }

    /**
     * The tree.
     *
     * @throws TreeException with all problems, a line each
     */
    public BehaviorTree orThrow() {
        if (tree == null) {
            throw new TreeException(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        }
        return tree;
    }
}

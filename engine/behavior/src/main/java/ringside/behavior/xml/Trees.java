package ringside.behavior.xml;

import org.jspecify.annotations.Nullable;
import ringside.behavior.BehaviorTree;
import ringside.behavior.Leaves;

/**
 * Compiles behaviour trees from text in the format of BehaviorTree.CPP 4 (behaviortree.dev, "The XML schema"). Keeps
 * nothing; thread-safe.
 *
 * <p>Read is what makes up a tree that needs no script: nodes in short ({@code <Repeat …>}) and long ({@code <Decorator
 * ID="Repeat" …>}) form, their ports as whole numbers, subtrees, which are put in their places, and the values that a
 * subtree is handed ({@code <SubTree ID="Patrol" msec="500"/>} and {@code {msec}} within it), which are put in theirs.
 * There is no blackboard besides, no scripts, no includes, no plugins: what asks for one is a problem that says so.
 */
public final class Trees {
    /** After so many problems of one file, nobody reads on. */
    public static final int MAX_PROBLEMS = 100;

    private Trees() {}

    /**
     * Compiles the main tree of a file, and checks the others.
     *
     * @param text the whole file
     * @param file its name, for messages
     * @param leaves what the game offers
     */
    public static Parsed parse(final String text, final String file, final Leaves<?> leaves) {
        final Problems problems = new Problems(file);
        final Element root = new ElementReader(problems).read(text);
        final @Nullable BehaviorTree tree = root == null ? null : new TreeCompiler(leaves, problems).compile(root);
        return new Parsed(problems.isEmpty() ? tree : null, problems.inOrder());
    }
}

package ringside.behavior;

import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;

/**
 * A rule that is a behaviour tree. Immutable.
 *
 * @param column the rule
 * @param leaves what its trees may use
 * @param memory where rows keep how far they have come in it
 */
public record TreeRule(BytesColumn column, Leaves<?> leaves, TreeMemory memory) {
    /** Why a tree cannot be this rule, or null when it can. */
    public @Nullable String complaint(final BehaviorTree tree) {
        if (tree.lengthBytes() > column.widthBytes()) {
            return "a tree of " + tree.nodes() + " nodes takes " + tree.lengthBytes() + " bytes; the rule "
                    + column.name() + " has room for " + column.widthBytes() + ": make it smaller";
        }
        if (!memory.fits(tree)) {
            return "the tree needs " + tree.words() + " words of memory; there are " + memory.capacity()
                    + ": use fewer nodes that remember";
        }
        return null;
    }
}

package ringside.behavior;

import java.util.List;

/**
 * Implemented by a game, beside its other interface, some of whose rules are behaviour trees: fields of bytes that hold
 * {@link BehaviorTree#toBytes}, or zeros for the tree that the game brings along. Who reads the rules for operators asks
 * it, and takes the name of a file of a tree for such a rule's value.
 */
public interface TreeRules {
    /** Those rules. Called once the game has declared its layout; always answers the same. */
    List<TreeRule> treeRules();
}

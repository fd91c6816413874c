/**
 * Behaviour trees that run in logic. A {@link ringside.behavior.BehaviorTree} is an immutable program, the same bytes on
 * every machine; a {@link ringside.behavior.TreeRunner} ticks it; what runs over several frames stands in a
 * {@link ringside.behavior.TreeMemory}, which is a table's columns. So a checkpoint, a replay or a standby goes on in the
 * middle of an action.
 *
 * <p>Nodes mean what they mean in BehaviorTree.CPP 4 (behaviortree.dev; sources at
 * github.com/BehaviorTree/BehaviorTree.CPP), whose files {@link ringside.behavior.xml} reads. Code of this package is
 * logic: it knows no clock, no file, no chance.
 */
@NullMarked
package ringside.behavior;

import org.jspecify.annotations.NullMarked;

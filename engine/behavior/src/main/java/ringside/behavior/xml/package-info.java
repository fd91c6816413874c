/**
 * Reads behaviour trees from the files of BehaviorTree.CPP 4, which its editor Groot writes. Not logic: it runs at
 * start-up, or when an operator changes a file; what comes out is a {@link ringside.behavior.BehaviorTree}, which is data.
 */
@NullMarked
package ringside.behavior.xml;

import org.jspecify.annotations.NullMarked;

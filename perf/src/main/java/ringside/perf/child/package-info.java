/** Processes of this same program that a measure starts, and the tie between them and their parent. */
@NullMarked
package ringside.perf.child;

import org.jspecify.annotations.NullMarked;

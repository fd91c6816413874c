/** What a checkpoint costs the logic thread, and how long it takes to write. */
@NullMarked
package ringside.perf.checkpoint;

import org.jspecify.annotations.NullMarked;

/** The state of all matches of an engine, on disk. */
@NullMarked
package ringside.snapshot.checkpoint;

import org.jspecify.annotations.NullMarked;

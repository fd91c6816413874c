/**
 * The memory of an engine on disk, at a position of its journal: what recovery starts from. Written to a temporary file,
 * synced, renamed and read back; older good ones are kept until a newer one is proven.
 */
@NullMarked
package ringside.snapshot.checkpoint;

import org.jspecify.annotations.NullMarked;

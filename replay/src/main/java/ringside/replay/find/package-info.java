/**
 * Finds frames: where a condition on the state begins to hold, where an effect was emitted, what was refused. What is asked is
 * bound to a layout once; the search listens to whatever feeds a frame loop.
 */
@NullMarked
package ringside.replay.find;

import org.jspecify.annotations.NullMarked;

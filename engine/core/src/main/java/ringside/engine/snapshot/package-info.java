/** Copies of match states at frames, handed from the logic thread to everyone who reads. */
@NullMarked
package ringside.engine.snapshot;

import org.jspecify.annotations.NullMarked;

/** {@code frame}: what one frame of one match costs, part by part. */
@NullMarked
package ringside.perf.frame;

import org.jspecify.annotations.NullMarked;

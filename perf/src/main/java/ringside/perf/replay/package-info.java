/** How fast a recording is played again with every hash compared, how soon a frame of it is found, how large its file is. */
@NullMarked
package ringside.perf.replay;

import org.jspecify.annotations.NullMarked;

/** The command line: one jar that serves, replays and measures. */
@NullMarked
package ringside.cli;

import org.jspecify.annotations.NullMarked;

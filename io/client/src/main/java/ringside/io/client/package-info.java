/** A player, for bots, tests and Java games. */
@NullMarked
package ringside.io.client;

import org.jspecify.annotations.NullMarked;

/** The demo game, made with the public API only. */
@NullMarked
package ringside.arena;

import org.jspecify.annotations.NullMarked;

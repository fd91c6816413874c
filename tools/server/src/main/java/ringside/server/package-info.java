/** The composition root of a match server. */
@NullMarked
package ringside.server;

import org.jspecify.annotations.NullMarked;

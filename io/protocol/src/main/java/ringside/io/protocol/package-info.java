/** The messages on the wire. */
@NullMarked
package ringside.io.protocol;

import org.jspecify.annotations.NullMarked;

/** Connections: decode, authenticate, bound, validate. */
@NullMarked
package ringside.io.netty;

import org.jspecify.annotations.NullMarked;

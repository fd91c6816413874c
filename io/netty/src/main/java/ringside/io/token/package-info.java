/** Connect tokens: signed by who knows the players, and checked by servers. See the page of the protocol. */
@NullMarked
package ringside.io.token;

import org.jspecify.annotations.NullMarked;

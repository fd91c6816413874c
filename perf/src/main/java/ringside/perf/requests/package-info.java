/** How many requests of 1 KB a second an edge takes: the real one, bare Netty, blocking sockets. */
@NullMarked
package ringside.perf.requests;

import org.jspecify.annotations.NullMarked;

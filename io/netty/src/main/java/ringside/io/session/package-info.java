/**
 * The server's side of a conversation with clients, as plain state machines: no Netty, no threads, time passed in. What
 * carries the bytes is in {@link ringside.io.netty}, or in a test.
 */
@NullMarked
package ringside.io.session;

import org.jspecify.annotations.NullMarked;

/**
 * Clients of the protocol that share no code with the project's own: plain sockets, their own clock, their own reading of
 * PROTOCOL.md. They see what bots report, or bots lie.
 */
@NullMarked
package ringside.perf.observe;

import org.jspecify.annotations.NullMarked;

/** How long players see nothing when a standby takes over: processes, sockets and clients as they are. */
@NullMarked
package ringside.perf.takeover;

import org.jspecify.annotations.NullMarked;

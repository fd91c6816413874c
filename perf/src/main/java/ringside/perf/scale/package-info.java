/** How many players one engine holds: arena matches through ring, journal, logic and views, without sockets. */
@NullMarked
package ringside.perf.scale;

import org.jspecify.annotations.NullMarked;

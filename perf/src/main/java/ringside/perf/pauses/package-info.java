/** Moments in which the JVM holds all threads. */
@NullMarked
package ringside.perf.pauses;

import org.jspecify.annotations.NullMarked;

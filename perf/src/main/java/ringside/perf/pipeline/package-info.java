/** What the ring, the journal and logic get through, against a bare Chronicle queue and a blocking queue. */
@NullMarked
package ringside.perf.pipeline;

import org.jspecify.annotations.NullMarked;

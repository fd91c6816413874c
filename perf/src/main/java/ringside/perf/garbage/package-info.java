/** What a way to keep state costs in garbage: fresh objects, pooled objects, flat tables. */
@NullMarked
package ringside.perf.garbage;

import org.jspecify.annotations.NullMarked;

/** What it costs to write and read the same message in several formats. */
@NullMarked
package ringside.perf.formats;

import org.jspecify.annotations.NullMarked;

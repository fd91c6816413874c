/** {@code views}: how many bytes a view takes and what it costs to make, with every view decoded and compared. */
@NullMarked
package ringside.perf.views;

import org.jspecify.annotations.NullMarked;

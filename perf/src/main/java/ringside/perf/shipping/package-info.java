/** What handing a journal on to standbys costs its primary. */
@NullMarked
package ringside.perf.shipping;

import org.jspecify.annotations.NullMarked;

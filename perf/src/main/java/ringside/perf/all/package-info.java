/** All measures, one after the other, into one folder and one page. */
@NullMarked
package ringside.perf.all;

import org.jspecify.annotations.NullMarked;

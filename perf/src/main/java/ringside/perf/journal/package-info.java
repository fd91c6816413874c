/** {@code journal}: how fast events become safe at each level, and how fast a journal is verified. */
@NullMarked
package ringside.perf.journal;

import org.jspecify.annotations.NullMarked;

/** The durable log of events. */
@NullMarked
package ringside.journal;

import org.jspecify.annotations.NullMarked;

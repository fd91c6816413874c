/** The one currency: everything that may change a match is an {@link ringside.engine.event.Event}. */
@NullMarked
package ringside.engine.event;

import org.jspecify.annotations.NullMarked;

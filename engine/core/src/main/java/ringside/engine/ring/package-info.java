/**
 * How events reach logic live: the ring, its stages in one graph, the frame clock and what carries logic's words away.
 */
@NullMarked
package ringside.engine.ring;

import org.jspecify.annotations.NullMarked;

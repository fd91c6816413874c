/** Claims that others made of designs like this one, measured again here. */
@NullMarked
package ringside.perf.claims;

import org.jspecify.annotations.NullMarked;

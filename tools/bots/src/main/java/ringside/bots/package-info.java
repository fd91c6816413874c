/** Many real connections, playing. */
@NullMarked
package ringside.bots;

import org.jspecify.annotations.NullMarked;

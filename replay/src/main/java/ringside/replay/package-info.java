/** From journal to engine: recovery, verify, seek, compare, fork. */
@NullMarked
package ringside.replay;

import org.jspecify.annotations.NullMarked;

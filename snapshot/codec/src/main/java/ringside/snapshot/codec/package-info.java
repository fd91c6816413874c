/** Delta views. */
@NullMarked
package ringside.snapshot.codec;

import org.jspecify.annotations.NullMarked;

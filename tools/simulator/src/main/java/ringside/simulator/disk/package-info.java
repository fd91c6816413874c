/** A disk that forgets what was not brought to it: an own file system of {@link java.nio.file}. */
@NullMarked
package ringside.simulator.disk;

import org.jspecify.annotations.NullMarked;

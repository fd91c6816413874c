/** TOML files that operators write, read with the place of every key, so that a mistake is named by file and line. */
@NullMarked
package ringside.server.toml;

import org.jspecify.annotations.NullMarked;

@NullMarked
package ringside.io.token;

import org.jspecify.annotations.NullMarked;

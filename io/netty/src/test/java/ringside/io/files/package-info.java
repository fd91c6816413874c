@NullMarked
package ringside.io.files;

import org.jspecify.annotations.NullMarked;

/** Keys and certificates in files that change while a server runs. */
@NullMarked
package ringside.io.files;

import org.jspecify.annotations.NullMarked;

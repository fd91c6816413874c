/** The port for operators: plain HTTP and JSON. */
@NullMarked
package ringside.server.admin;

import org.jspecify.annotations.NullMarked;

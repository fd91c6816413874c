/** Where the results of matches go. */
@NullMarked
package ringside.server.results;

import org.jspecify.annotations.NullMarked;

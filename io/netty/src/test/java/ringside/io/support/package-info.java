/** What the edge's tests stand on: a small game, an engine without threads, an outlet that keeps what it is given. */
@NullMarked
package ringside.io.support;

import org.jspecify.annotations.NullMarked;

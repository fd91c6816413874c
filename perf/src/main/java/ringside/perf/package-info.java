/** Benchmarks, end-to-end load and allocation gates. */
@NullMarked
package ringside.perf;

import org.jspecify.annotations.NullMarked;

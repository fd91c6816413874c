/**
 * Arithmetic that gives the same answer on every machine: whole numbers and Q16.16 fixed point, no floating point at run
 * time. Its JavaScript twin is {@code io/client-js/src/main/js/fixed.js}, exact to the bit.
 */
@NullMarked
package ringside.engine.math;

import org.jspecify.annotations.NullMarked;

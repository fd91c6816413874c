/**
 * One cluster on one thread, in virtual time, from one seed: production code between a simulated clock, disk and network. Deliberately
 * breaks what may break, and judges what came of it. See {@code tools/simulator/README.md}.
 */
@NullMarked
package ringside.simulator;

import org.jspecify.annotations.NullMarked;

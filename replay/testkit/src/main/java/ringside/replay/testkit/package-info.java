/** Recorded matches as tests: what was recorded once is played by the build under test, and every hash compared. */
@NullMarked
package ringside.replay.testkit;

import org.jspecify.annotations.NullMarked;

/** What comes out of logic: snapshots of matches and answers to requests. Role decides who takes it. */
@NullMarked
package ringside.engine.output;

import org.jspecify.annotations.NullMarked;

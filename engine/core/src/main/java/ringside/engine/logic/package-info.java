/**
 * The deterministic heart: {@link ringside.engine.logic.FrameLoop} applies events, in the order of the journal, to the
 * engine's memory and to its matches. No clock, thread, lock, file or hash order in here; the same code runs live, in
 * replay and on a standby.
 */
@NullMarked
package ringside.engine.logic;

import org.jspecify.annotations.NullMarked;

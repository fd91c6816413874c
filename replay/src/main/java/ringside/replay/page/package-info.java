/**
 * A recorded match in a browser: a small server on this machine plays a match file again and hands its page the frames that it asks for.
 *
 * <p>What is true is computed here, by the replay that verifies too; the page decodes by the layout and draws. Three replays stand
 * side by side, so that none waits for another: {@link ringside.replay.page.Survey} goes through the match once and compares
 * every hash, {@link ringside.replay.page.Tape} gives out frames, {@link ringside.replay.page.Lanes} gives out inputs.
 *
 * <p>A game that has {@code META-INF/resources/GAME/replay.js} on the class path is drawn by it; any other is shown by its tables.
 */
@NullMarked
package ringside.replay.page;

import org.jspecify.annotations.NullMarked;

package ringside.behavior;

import ringside.layout.State;

/**
 * Who acts by a tree in this frame: a game's own object, filled in anew for each bot, with all that its leaves want to
 * know and the controls that they move. It remembers nothing itself.
 */
public interface Actor {
    /** The match's state. */
    State state();

    /** The row that holds this one's {@link TreeMemory}. */
    int row();

    /** The frame being computed. */
    int frame();

    /** Frames in a second of simulated time. */
    int hz();
}

package ringside.bots;

import ringside.arena.ArenaGame;
import ringside.arena.ArenaTrace;
import ringside.layout.Layout;
import ringside.layout.RecordView;

/** What a bot does in a frame: a pure function of its number and the frame, so that any run can be played again. */
@FunctionalInterface
public interface InputSource {
    /**
     * Writes the input of a player for a frame.
     *
     * @param player from 0
     * @param frame from 0
     * @param out the layout's input record, to be filled in
     */
    void input(int player, int frame, RecordView out);

    /** The published trace for the arena, random inputs within their ranges for any other game. */
    static InputSource of(final Layout layout, final long seed) {
        return layout.game().equals(ArenaGame.NAME) ? new ArenaTrace(layout)::input : new RandomInputs(layout, seed);
    }
}

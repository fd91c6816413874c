package ringside.engine.game;

import ringside.layout.RowSet;
import ringside.layout.State;

/**
 * Tells what all who look at one snapshot may see of it. A game that has its own ({@link Game#lookout}) does at once for
 * all what {@link Game#visible} would do again for each; the rows are the same.
 *
 * <p>Belongs to one thread, and may keep scratch; what comes out depends on nothing but what goes in. Allocates nothing.
 */
public interface Lookout {
    /**
     * Makes each of the sets hold what its viewer may see, whatever it held before.
     *
     * @param viewers who look, in the order of the sets; one may be there twice
     * @param count how many of them, and of the sets; those beyond stay as they are
     */
    void see(State snapshot, Viewer[] viewers, int count, RowSet[] visible);

    /** Asks the game again for each viewer. */
    static Lookout oneByOne(final Game game) {
        return (snapshot, viewers, count, visible) -> {
            for (int i = 0; i < count; i++) {
                visible[i].clear();
                game.visible(viewers[i], snapshot, visible[i]);
            }
        };
    }
}

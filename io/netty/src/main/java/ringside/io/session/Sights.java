package ringside.io.session;

import java.util.Arrays;
import ringside.engine.game.Game;
import ringside.engine.game.Lookout;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.layout.RowSet;
import ringside.layout.State;

/**
 * What the viewers of one snapshot may see of it, asked of the game for all at once. Scratch of an event loop for the
 * matches of one game, one after the other; allocates nothing once made.
 */
final class Sights {
    private final Game game;
    private final Lookout lookout;
    private final Viewer[] viewers;
    private final RowSet[] visible;
    private final RowSet alone;

    /** By seat, where in {@link #visible} its set is. */
    private final int[] indexOfSeat;

    private int count;

    Sights(final GameType type) {
        game = type.game();
        lookout = game.lookout();
        final int seats = type.layout().seats();
        viewers = new Viewer[seats];
        indexOfSeat = new int[seats];
        visible = new RowSet[seats];
        alone = new RowSet(type.layout());
        Arrays.setAll(visible, i -> new RowSet(type.layout()));
    }

    /** Forgets who looks: whoever is asked about before being added is asked about alone. */
    void clear() {
        count = 0;
    }

    /** Adds one who looks; two for the same seat see the same. */
    void add(final Viewer viewer) {
        final int known = indexOfSeat[viewer.seat()];
        if (known < count && viewers[known].seat() == viewer.seat()) {
            return;
        }
        indexOfSeat[viewer.seat()] = count;
        viewers[count++] = viewer;
    }

    /** Asks the game for all of them. Throws what the game throws. */
    void look(final State snapshot) {
        if (count > 0) {
            lookout.see(snapshot, viewers, count, visible);
        }
    }

    /** All rows, until the next question: for a developer who compares. */
    RowSet everything() {
        alone.clear();
        alone.addAll();
        return alone;
    }

    /** What a viewer may see, until the next question. Who was not added is asked about alone. Throws what the game throws. */
    RowSet of(final Viewer viewer, final State snapshot) {
        final int known = indexOfSeat[viewer.seat()];
        if (known < count && viewers[known].seat() == viewer.seat()) {
            return visible[known];
        }
        alone.clear();
        game.visible(viewer, snapshot, alone);
        return alone;
    }
}

package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.engine.logic.GameType;
import ringside.layout.LayoutBuilder;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

class SightsTest {
    private final OwnRowOnly game = new OwnRowOnly();
    private final GameType type = new GameType(game);
    private final Table rows = type.layout().table("rows");
    private final State state = new State(type.layout());
    private final Sights sights = new Sights(type);

    SightsTest() {
        state.wrap(new UnsafeBuffer(new byte[type.layout().blockBytes()]), 0);
        state.clear();
    }

    @Test
    void each_viewer_has_its_own_rows_and_the_game_is_asked_once_for_each_seat() {
        sights.clear();
        sights.add(new Viewer(3, -1));
        sights.add(new Viewer(0, -1));
        sights.add(new Viewer(3, -1));
        sights.look(state);
        assertEquals(2, game.asked);
        assertEquals(1L << 3, seen(3));
        assertEquals(1, seen(0));
        assertEquals(2, game.asked);
    }

    @Test
    void who_was_not_added_is_asked_about_alone() {
        sights.clear();
        sights.add(new Viewer(0, -1));
        sights.look(state);
        assertEquals(1L << 2, seen(2));
        assertEquals(1, seen(0));
        sights.clear();
        assertEquals(1, seen(0));
        assertEquals(3, game.asked);
    }

    @Test
    void a_game_that_throws_for_one_viewer_can_be_asked_about_the_others() {
        game.throwsFor = 1;
        sights.clear();
        for (int seat = 0; seat < 4; seat++) {
            sights.add(new Viewer(seat, -1));
        }
        assertThrows(IllegalStateException.class, () -> sights.look(state));
        sights.clear();
        assertEquals(1, seen(0));
        assertTrue(assertThrows(IllegalStateException.class, () -> seen(1))
                .getMessage()
                .contains("seat 1"));
        assertEquals(1L << 3, seen(3));
    }

    private long seen(final int seat) {
        return sights.of(new Viewer(seat, -1), state).word(rows, 0);
    }

    /** Everyone sees the row of the seat's number. */
    private static final class OwnRowOnly implements Game {
        private int throwsFor = -1;
        private int asked;

        @Override
        public String name() {
            return "rows";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.seats(4);
            layout.table("rows", 4);
        }

        @Override
        public void created(final Match match) {}

        @Override
        public void step(final Match match) {}

        @Override
        public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
            asked++;
            if (viewer.seat() == throwsFor) {
                throw new IllegalStateException("seat " + throwsFor);
            }
            visible.addAt(snapshot.layout().table("rows"), viewer.seat());
        }
    }
}

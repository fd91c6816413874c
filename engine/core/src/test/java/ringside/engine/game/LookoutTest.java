package ringside.engine.game;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;

class LookoutTest {
    private final LayoutBuilder builder = new LayoutBuilder("rows");
    private final Table table = builder.table("rows", 4);
    private final Layout layout = builder.build();
    private final State state = new State(layout);

    LookoutTest() {
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
    }

    @Test
    void a_game_without_its_own_is_asked_for_each_viewer_and_what_sets_held_is_gone() {
        final Viewer[] viewers = {new Viewer(2, -1), new Viewer(0, -1), new Viewer(2, -1)};
        final RowSet[] seen = {new RowSet(layout), new RowSet(layout), new RowSet(layout)};
        seen[0].addAll();
        new OwnRowOnly(table).lookout().see(state, viewers, 3, seen);
        for (int row = 0; row < 4; row++) {
            assertEquals(row == 2, seen[0].containsAt(table, row));
            assertEquals(row == 0, seen[1].containsAt(table, row));
            assertEquals(row == 2, seen[2].containsAt(table, row));
        }
    }

    @Test
    void viewers_beyond_the_count_are_left_alone() {
        final Viewer[] viewers = {new Viewer(0, -1), new Viewer(1, -1)};
        final RowSet[] seen = {new RowSet(layout), new RowSet(layout)};
        seen[1].addAt(table, 3);
        new OwnRowOnly(table).lookout().see(state, viewers, 1, seen);
        assertTrue(seen[1].containsAt(table, 3));
        assertFalse(seen[1].containsAt(table, 1));
    }

    /** Everyone sees the row of the seat's number. */
    private record OwnRowOnly(Table table) implements Game {
        @Override
        public String name() {
            return "rows";
        }

        @Override
        public void layout(final LayoutBuilder layout) {}

        @Override
        public void created(final Match match) {}

        @Override
        public void step(final Match match) {}

        @Override
        public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
            visible.addAt(table, viewer.seat());
        }
    }
}

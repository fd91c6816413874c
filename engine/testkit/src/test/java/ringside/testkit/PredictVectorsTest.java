package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordView;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.State;
import ringside.layout.Table;
import ringside.layout.Visibility;

class PredictVectorsTest {
    private final StringBuilder out = new StringBuilder();

    /** Sleds that go to and fro, each on a line of its own; whoever looks sees the own one and the next. */
    static class Sleds implements Game {
        Table sleds;
        IntColumn seat;
        FixedColumn place;
        IntColumn secret;
        IntColumn fuel;
        RefColumn next;
        IntColumn push;

        @Override
        public String name() {
            return "sleds";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.seats(4).single("weather").int8("wind", -9, 9).withDefault(3);
            sleds = layout.table("sleds", 4);
            seat = sleds.owner("seat");
            place = sleds.fixed("place", -100, 100).shownFractionBits(4).predicted();
            fuel = sleds.int8("fuel", 0, 50).visibleTo(Visibility.OWNER).predicted();
            secret = sleds.int8("secret", 0, 99).visibleTo(Visibility.NOBODY);
            next = sleds.ref("next", sleds);
            push = layout.input().int8("push", -3, 3);
        }

        @Override
        public void created(final Match match) {}

        @Override
        public void joined(final Match match, final int newcomer) {
            final int row = match.addAt(sleds, newcomer);
            match.set(row, seat, newcomer);
            match.set(row, place, FixedColumn.ONE * newcomer + 5);
            match.set(row, secret, 42);
            match.set(row, fuel, 10);
            match.set(row, next, match.rowAt(sleds, (newcomer + 1) % 4));
        }

        @Override
        public void step(final Match match) {}

        @Override
        public void predict(final State world, final int of, final RecordView input) {
            final int row = world.rowAt(sleds, of);
            world.set(row, fuel, world.get(row, fuel) - 1);
            world.set(row, place, Math.min(100 << 16, world.get(row, place) + input.get(push) * FixedColumn.ONE));
        }

        @Override
        public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
            visible.addAt(sleds, viewer.seat());
            visible.addAt(sleds, (viewer.seat() + 1) % 4);
        }
    }

    /** Also moves what is not said to be predicted. */
    static final class Sneaky extends Sleds {
        @Override
        public void predict(final State world, final int of, final RecordView input) {
            world.set(world.rowAt(sleds, (of + 1) % 4), place, 0);
        }
    }

    private static TestMatch match(final Class<? extends Game> game) {
        final TestMatch match = MatchSetup.of(game).start();
        for (int i = 0; i < 4; i++) {
            match.join();
        }
        return match;
    }

    private List<String> lines() {
        return out.toString().lines().skip(1).toList();
    }

    @Test
    void a_world_is_what_its_player_is_shown_at_the_precision_of_views() {
        new PredictVectors(new Sleds(), 2, 1, out).played(match(Sleds.class), 1, 2);
        assertTrue(
                out.toString()
                        .startsWith("{\"format\":\"ringside-predict\",\"version\":1,\"game\":\"sleds\",\"seed\":\"1\","
                                + "\"steps\":2,\"layout\":\"{\\\"game\\\":\\\"sleds\\\""),
                out.toString());
        // Sled 0 did not know of the others yet; sled 3 found sled 0, which is not shown here.
        assertEquals(
                List.of("w 1", "r weather 0 3", "r sleds 1 1 65536 10 - 0", "r sleds 2 2 131072 - - 0"),
                lines().subList(0, 4));
    }

    @Test
    void a_step_is_an_input_and_what_becomes_of_the_own_rows_predicted_columns() {
        final PredictVectors vectors = new PredictVectors(new Sleds(), 100, 1, out).played(match(Sleds.class), 2, 4);
        final List<String> lines = lines();
        int place = 2 << 16;
        int steps = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("s ")) {
                place += Integer.parseInt(lines.get(i).substring(2)) << 16;
                steps++;
                assertEquals("o sleds 2 " + place + " " + (10 - steps), lines.get(i + 1));
            }
        }
        assertEquals(4, steps);
        assertEquals(4, vectors.steps());
    }

    @Test
    void scattered_worlds_differ_and_end_where_the_game_throws() {
        final PredictVectors vectors = new PredictVectors(new Sleds(), 1_000, 1, out);
        final TestMatch match = match(Sleds.class);
        for (int i = 0; i < 20; i++) {
            vectors.scattered(match, 0, 60);
        }
        assertEquals(20, vectors.abandoned(), "nobody has fuel for 60 steps");
        assertTrue(lines().stream()
                        .filter(line -> line.startsWith("r sleds 0"))
                        .distinct()
                        .count()
                > 10);
        for (final String line : lines()) {
            if (line.startsWith("r sleds 0")) {
                final int place = Integer.parseInt(line.split(" ", -1)[4]);
                assertEquals(0, place % (FixedColumn.ONE / 16), line);
            }
        }
    }

    @Test
    void there_are_as_many_steps_as_wanted() {
        final PredictVectors vectors = new PredictVectors(new Sleds(), 12, 1, out);
        final TestMatch match = match(Sleds.class);
        while (!vectors.isFull()) {
            vectors.played(match, 0, 5);
        }
        vectors.played(match, 0, 5);
        assertEquals(12, vectors.steps());
        assertEquals(12, lines().stream().filter(line -> line.startsWith("s ")).count());
    }

    @Test
    void the_seed_decides() {
        new PredictVectors(new Sleds(), 9, 1, out).played(match(Sleds.class), 0, 9);
        final String first = out.toString();
        out.setLength(0);
        new PredictVectors(new Sleds(), 9, 1, out).played(match(Sleds.class), 0, 9);
        assertEquals(first, out.toString());
        out.setLength(0);
        new PredictVectors(new Sleds(), 9, 2, out).played(match(Sleds.class), 0, 9);
        assertNotEquals(first.replace("\"seed\":\"1\"", "\"seed\":\"2\""), out.toString());
    }

    @Test
    void a_game_that_predicts_what_it_did_not_declare_is_told() {
        final PredictVectors vectors = new PredictVectors(new Sneaky(), 9, 1, out);
        final TestMatch match = match(Sneaky.class);
        final AssertionError told = assertThrows(AssertionError.class, () -> vectors.played(match, 0, 1));
        assertTrue(told.getMessage().contains("sleds[1].place"), told.getMessage());
    }
}

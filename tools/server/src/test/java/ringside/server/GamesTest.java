package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.layout.LayoutBuilder;

class GamesTest {
    /** A game that declares what it is told to. */
    private record Contradictory(Consumer<LayoutBuilder> declaration) implements Game {
        @Override
        public String name() {
            return "contradictory";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            declaration.accept(layout);
        }

        @Override
        public void created(final Match match) {}

        @Override
        public void step(final Match match) {}
    }

    private static String refusal(final Consumer<LayoutBuilder> declaration) {
        final ServerException refused =
                assertThrows(ServerException.class, () -> Games.typeOf(new Contradictory(declaration)));
        assertTrue(refused.isConfiguration());
        final String named = "game 'contradictory' of " + Contradictory.class.getName() + " cannot be laid out: ";
        assertTrue(String.valueOf(refused.getMessage()).startsWith(named), refused.getMessage());
        return String.valueOf(refused.getMessage()).substring(named.length());
    }

    @Test
    void a_contradictory_layout_is_refused_with_game_table_column_and_value() {
        assertEquals(
                "players.hp: its range 9 to 3 is empty",
                refusal(layout -> layout.table("players", 4).int8("hp", 9, 3)));
        assertEquals(
                "players.hp: default 11 is outside its range 0 to 10",
                refusal(layout -> layout.table("players", 4).int8("hp", 0, 10).withDefault(11)));
        assertEquals("table players is declared twice", refusal(layout -> {
            layout.table("players", 4);
            layout.table("players", 5);
        }));
    }

    @Test
    void a_game_that_throws_when_it_is_asked_for_its_layout_is_named() {
        assertEquals("java.lang.IllegalStateException: not ready", refusal(layout -> {
            throw new IllegalStateException("not ready");
        }));
    }
}

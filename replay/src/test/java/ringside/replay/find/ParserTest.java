package ringside.replay.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringside.layout.LayoutBuilder;
import ringside.layout.Table;

final class ParserTest {
    private final Duel duel = new Duel();

    /** That it is refused at that character, in these words. */
    private void refused(final String text, final int character, final String... words) {
        final ExpressionException e =
                assertThrows(ExpressionException.class, () -> Expression.of(text, duel.layout), text);
        final String message = String.valueOf(e.getMessage());
        assertEquals(character, e.character(), message);
        assertTrue(message.contains("character " + character + ":"), message);
        for (final String each : words) {
            assertTrue(message.contains(each), message);
        }
    }

    @Test
    void unknown_names_are_refused_with_the_nearest_known_ones() {
        refused("player.hp = 1", 1, "no table 'player' in the layout of duel", "players");
        refused("world.open and players.hpp <= 0", 24, "table players has no column 'hpp'", "nearest: hp, ");
        refused("count(shot) = 1", 7, "no table 'shot'", "shots");
        refused("players[2].helth = 1", 12, "no column 'helth'");
        refused("$sets.player = 1", 1, "no table '$sets'", "there is none");
    }

    @Test
    void a_name_that_is_no_value_is_refused() {
        refused("hp <= 0", 1, "'hp' alone is no value", "table.column");
        refused("players = 3", 1, "'players' alone is no value");
        refused("world.row = 0", 7, "table world has no column 'row'");
    }

    @Test
    void rows_that_a_table_cannot_have_are_refused() {
        refused("players[4].hp = 1", 9, "table players has rows 0 to 3, not 4");
        refused("players[99999999999].hp = 1", 9, "not 99999999999");
        refused("players[hp].hp = 1", 9, "'hp' was found");
        refused("players[1.5].hp = 1", 9, "'1.5' was found");
        refused("players[1 .hp = 1", 11, "']' after the row's number was expected, '.' was found");
    }

    @Test
    void what_is_of_another_kind_is_refused() {
        refused("players.hp", 1, "a condition was expected, this is a number");
        refused("players.alive and players.hp", 19, "a condition was expected, this is a number");
        refused("not players.name", 5, "a condition was expected, this is text");
        refused("players.alive + 1 = 2", 1, "a number was expected, this is true or false");
        refused("1 + players.name = 2", 5, "a number was expected, this is text");
        refused("players.hp = 'full'", 14, "this is text, and what stands before '=' is a number");
        refused("players.alive = 1", 17, "this is a number, and what stands before '=' is true or false");
        refused("players.name < 'b'", 14, "'<' compares numbers", "character 1 is text");
        refused("world.open >= true", 12, "'>=' compares numbers");
        refused("players.mind = 1", 9, "players.mind holds bytes");
        refused("shots.shooter = 3", 17, "this is a number, and what stands before '=' is a row of players");
        refused("shots.shooter = shots[1]", 17, "this is a row of shots");
        refused("-players.alive", 2, "a number was expected, this is true or false");
    }

    @Test
    void what_is_not_finished_or_not_begun_is_refused() {
        refused("", 1, "a name, a number, a 'text' or '(' was expected, the end was found");
        refused("players.hp <=", 14, "the end was found");
        refused("(players.hp < 3", 16, "')' to close a bracket was expected, the end was found");
        refused("players.hp < 3)", 15, "'and', 'or' or the end was expected, ')' was found");
        refused("players.hp < 3 players.hp > 1", 16, "'and', 'or' or the end was expected, 'players' was found");
        refused("players.name = 'ann", 16, "never ends");
        refused("players.", 9, "has no column ''");
        refused("count players = 1", 7, "'(' and the name of a table was expected, 'players' was found");
        refused("* 3", 1, "'*' was found");
    }

    @Test
    void what_other_languages_write_is_told_in_these_words() {
        refused("world.clock == 3", 13, "'==' is written '=' here");
        refused("world.open && world.open", 12, "'&&' is written 'and' here");
        refused("world.open || world.open", 12, "'||' is written 'or' here");
        refused("!world.open", 1, "'!' is written 'not' here");
        refused("1 <> 2", 3, "'<>' is written '!=' here");
        refused("1 < 2 < 3", 7, "'a < b < c' is written 'a < b and b < c'");
        refused("world.clock # 3", 13, "'#' was found");
    }

    @Test
    void bounds_are_named() {
        refused("world.clock < 9223372036854775808", 15, "beyond the largest number, 9223372036854775807");
        refused("world.wind < 140737488355328.0", 14, "beyond the largest number, 140737488355327");
        refused("(".repeat(Parser.MOST_DEPTH + 1) + "true", Parser.MOST_DEPTH + 2, "more than 64 brackets");
        final String many = String.join(" and ", Collections.nCopies(1_000, "true"));
        refused(many, Tokens.MOST_CHARACTERS + 1, "an expression has up to 4096");
    }

    @Test
    void too_many_choices_of_rows_are_refused() {
        final LayoutBuilder builder = new LayoutBuilder("crowd");
        final Table left = builder.table("left", 65_536);
        left.int8("a", 0, 1);
        builder.table("right", 65_536).int8("b", 0, 1);
        final String text = "left.a = 1 and right.b = 1";
        final ExpressionException e =
                assertThrows(ExpressionException.class, () -> Expression.of(text, builder.build()));
        assertTrue(String.valueOf(e.getMessage()).contains("[left, right]"), e.getMessage());
    }

    @Test
    void an_effects_fields_are_known_where_there_is_an_effect() {
        refused("effect.by = 3", 1, "--effect NAME");
        final ExpressionException e =
                assertThrows(ExpressionException.class, () -> Expression.of("effect.bye = 3", duel.layout, duel.kill));
        assertTrue(String.valueOf(e.getMessage()).contains("effect kill has no field 'bye'"), e.getMessage());
        final ExpressionException none = assertThrows(
                ExpressionException.class, () -> new Question.Effect("kil", null).requireFits(duel.layout));
        assertTrue(
                String.valueOf(none.getMessage()).contains("no effect 'kil' in the layout of duel; there is: kill"),
                none.getMessage());
    }

    @Test
    void a_table_may_have_the_name_of_a_word() {
        final LayoutBuilder builder = new LayoutBuilder("words");
        for (final String word : List.of("not", "frame", "count", "and", "effect", "true")) {
            builder.single(word).int8("x", 0, 1);
        }
        assertNotNull(Expression.of(
                "not not.x = frame.x and and.x = count.x and effect.x < count(count) and frame = 3 and true.x = 1",
                builder.build()));
    }
}

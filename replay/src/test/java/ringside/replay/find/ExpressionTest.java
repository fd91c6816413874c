package ringside.replay.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.layout.BytesColumn;

final class ExpressionTest {
    private final Duel duel = new Duel();

    @BeforeEach
    void twoPlayersAndAShot() {
        duel.add(duel.players, 1);
        duel.add(duel.players, 3);
        duel.set("players", 1, "hp", 80).set("players", 1, "team", 1).set("players", 1, "alive", 1);
        duel.set("players", 1, "x", -Duel.ONE / 2);
        duel.set("players", 3, "hp", -5).set("players", 3, "team", 2).set("players", 3, "x", 3L * Duel.ONE);
        ((BytesColumn) duel.players.column("name")).writeText(duel.state.block(), duel.players.rowOffset(3), "zoë's");
        final int shooter = duel.state.rowAt(duel.players, 3);
        duel.add(duel.shots, 0);
        duel.set("shots", 0, "shooter", shooter).set("shots", 0, "damage", 25);
        duel.set("world", 0, "clock", 7)
                .set("world", 0, "wind", Duel.ONE + 6_554)
                .set("world", 0, "dice", Long.MIN_VALUE);
    }

    private void yes(final String condition) {
        assertTrue(duel.holds(condition, 9), condition);
    }

    private void no(final String condition) {
        assertFalse(duel.holds(condition, 9), condition);
    }

    @Test
    void a_condition_on_a_table_of_rows_holds_for_one_row_on_all_its_sides() {
        yes("players.hp <= 0");
        yes("players.hp <= 0 and players.team = 2");
        no("players.hp <= 0 and players.team = 1");
        yes("players[3].hp <= 0 and players.team = 1");
        yes("not players.alive");
        no("not players.alive and players.hp > 0");
    }

    @Test
    void the_rows_for_which_it_holds_are_told() {
        final Expression expression =
                Expression.of("players.hp < 0 and shots.damage > 0 and world.clock = 7", duel.layout);
        assertTrue(expression.holds(duel.state, 0));
        assertEquals(Map.of("players", 3, "shots", 0), expression.rows());
        yes("players.row = 3 and players.hp < 0");
        no("players.row = 2");
    }

    @Test
    void all_comparisons_and_words_mean_what_they_say() {
        yes("world.clock = 7 and world.clock != 8 and world.clock < 8 and world.clock <= 7 and world.clock > 6"
                + " and world.clock >= 7");
        no("world.clock != 7 or world.clock = 8 or world.clock < 7 or world.clock <= 6 or world.clock > 7"
                + " or world.clock >= 8");
        yes("false or true and not false");
        no("not (false or true)");
        yes("true or false and false");
        no("(true or false) and false");
        yes("frame = 9 and count(players) = 2 and count(world) = 1");
        yes("world.open = false and world.open != true");
        yes("(world.clock > 5) = (frame > 5)");
    }

    @Test
    void decimals_are_exact_and_what_a_column_shows_is_equal_to_it() {
        yes("players[1].x = -0.5");
        yes("world.wind = 1.10001");
        yes("world.wind = 1.1");
        no("world.wind = 1.1001 or world.wind = 1.0999");
        yes("world.wind > 1 and world.wind < 2 and 1 < world.wind and 2 > world.wind");
        yes("players[3].x = 3 and 3 = players[3].x and players[3].x <= 3 and players[3].x >= 3");
        yes("players[3].x > 2.99999 and players[3].x != 2.9");
        yes("players[1].x > -1 and players[1].x < 0");
    }

    @Test
    void sums_and_products_have_their_usual_order() {
        yes("1 + 2 * 3 = 7 and (1 + 2) * 3 = 9 and 10 - 2 - 3 = 5");
        yes("5 / 2 = 2.5 and 12 / 2 / 3 = 2 and -5 / 2 = -2.5 and 2 * 1.25 = 2.5");
        yes("- -3 = 3 and 2 - -1 = 3 and -(1 + 2) = -3");
        yes("players[1].x * 4 + 10 = 8");
        yes("players[1].hp - players[3].hp = 85");
    }

    @Test
    void of_what_cannot_be_computed_nothing_holds_nor_its_contrary() {
        no("players[0].hp = 0");
        no("not players[0].hp = 0");
        no("players[0].alive or not players[0].alive");
        no("players[0].name = '' or not players[0].name = ''");
        no("players[0].hp = 0 or players[0].hp != 0");
        yes("players[0].hp = 0 or world.clock = 7");
        no("1 / 0 = 1 or 1 / 0 != 1");
        yes("world.dice < 0");
        no("-world.dice > 0 or -world.dice <= 0");
        no("world.dice - 1 < 0 or world.dice * 2 < 0 or world.dice * 1.0 < 0");
        no("(players[0].hp = 0) = (players[0].hp = 0)");
        duel.set("world", 0, "dice", -1L << 47);
        yes("world.dice / 1 < 0");
        no("world.dice / -1 > 0 or world.dice / -1 <= 0");
    }

    @Test
    void what_does_not_ask_about_an_empty_table_holds_all_the_same() {
        duel.state.remove(duel.shots, duel.state.rowAt(duel.shots, 0));
        no("shots.damage > 0 or shots.damage <= 0");
        no("not shots.damage > 0");
        no("shots.row >= 0");
        yes("shots.damage > 0 or world.clock = 7");
        yes("(shots.damage > 0 or world.clock = 7) and players.hp = 80");
    }

    @Test
    void texts_are_compared_whole() {
        yes("players.name = 'zoë''s' and players.hp = -5");
        yes("players.name = \"zoë's\"");
        no("players.name = 'zoë'");
        no("players.name = 'zoë''s and more'");
        yes("players[1].name = '' and players[1].name != players[3].name");
    }

    @Test
    void references_are_compared_with_rows() {
        yes("shots.shooter = players[3] and shots.shooter != players[1] and shots.shooter != none");
        no("shots.shooter = none");
        duel.set("shots", 0, "shooter", 0);
        yes("shots.shooter = none and shots.shooter != players[3]");
        no("shots[1].shooter = none or shots[1].shooter != none");
    }

    @Test
    void an_effect_is_asked_by_its_fields() {
        // Any place in the block will do for its record: here that of a dead row.
        final int at = duel.shots.rowOffset(Duel.SHOTS - 1);
        final Expression expression =
                Expression.of("effect.by = 3 and effect.clean and players.hp < 0", duel.layout, duel.kill);
        duel.kill.column("by").write(duel.state.block(), at, 3);
        duel.kill.column("clean").write(duel.state.block(), at, 1);
        assertTrue(expression.holds(duel.state, 0, at));
        duel.kill.column("by").write(duel.state.block(), at, 4);
        assertFalse(expression.holds(duel.state, 0, at));
    }

    @Test
    void asking_allocates_nothing() {
        final Expression expression = Expression.of(
                "players.hp * 2 + players.x / 3 > 1000 or players.name = 'nobody' or shots.shooter = players[1]"
                        + " or not (players.alive or shots.damage >= 0) or count(shots) > 2 and frame < 5",
                duel.layout);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        int held = 0;
        for (int window = 0; window < 20 && least > 0; window++) {
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int frame = 0; frame < 5_000; frame++) {
                held += expression.holds(duel.state, frame) ? 1 : 0;
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, held);
        assertEquals(0, least);
    }
}

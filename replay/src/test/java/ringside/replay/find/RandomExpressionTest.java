package ringside.replay.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import ringside.layout.Table;

/** What an expression means, against a second telling of it that knows nothing of blocks, bits and cursors. */
final class RandomExpressionTest {
    private static final int WORLDS = 300;
    private static final int EXPRESSIONS = 40;
    private static final List<Long> DICE = List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 47, -(1L << 47));

    private static SplittableRandom random(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return new SplittableRandom(seed);
    }

    @Test
    void random_conditions_hold_where_a_naive_evaluator_says_so() {
        final SplittableRandom random = random("RandomExpressionTest.random_conditions");
        int held = 0;
        for (int i = 0; i < WORLDS; i++) {
            final Duel duel = new Duel();
            final NaiveExpression.World world = world(random, duel);
            for (int j = 0; j < EXPRESSIONS; j++) {
                final NaiveExpression naive = new NaiveExpression(random, world);
                final Expression expression = Expression.of(naive.text(), duel.layout);
                final List<Map<String, Integer>> choices = naive.choices();
                final boolean holds = expression.holds(duel.state, world.frame());
                assertEquals(!choices.isEmpty(), holds, () -> naive.text() + " in " + world);
                if (holds) {
                    held++;
                    assertTrue(
                            choices.contains(expression.rows()),
                            () -> naive.text() + " for " + expression.rows() + " in " + world);
                }
            }
        }
        // Neither of the two outcomes is rare: the test could fail.
        final int all = WORLDS * EXPRESSIONS;
        assertTrue(held > all / 5 && held < all * 4 / 5, held + " of " + all);
    }

    @Test
    void random_words_are_refused_by_name_or_read() {
        final SplittableRandom random = random("RandomExpressionTest.random_words");
        final Duel duel = new Duel();
        final List<String> words = List.of(
                "players",
                ".",
                "hp",
                "[",
                "]",
                "(",
                ")",
                "and",
                "or",
                "not",
                "1",
                "2.5",
                "-",
                "+",
                "*",
                "/",
                "=",
                "<",
                "!=",
                "'a'",
                "world.open",
                "count",
                "frame",
                "none",
                "shots.shooter",
                "players.name",
                " ",
                "$",
                "true");
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(1, 10); j > 0; j--) {
                text.append(words.get(random.nextInt(words.size()))).append(random.nextInt(4) == 0 ? "" : " ");
            }
            try {
                Expression.of(text.toString(), duel.layout).holds(duel.state, 0);
                read++;
            } catch (final ExpressionException e) {
                assertTrue(e.character() >= 1 && e.character() <= text.length() + 1, e.getMessage());
            }
        }
        assertTrue(read > 0);
        assertThrows(ExpressionException.class, () -> Expression.of("\u0000", duel.layout));
    }

    private static NaiveExpression.World world(final SplittableRandom random, final Duel duel) {
        final Map<String, Map<Integer, Map<String, Long>>> tables = new HashMap<>();
        tables.put("players", rows(random, duel, duel.players, Duel.PLAYERS));
        tables.put("shots", rows(random, duel, duel.shots, Duel.SHOTS));
        tables.put("world", new TreeMap<>(Map.of(0, new HashMap<>())));
        final int frame = random.nextInt(20);
        for (final Map<String, Long> row : tables.get("players").values()) {
            row.put("hp", (long) random.nextInt(-10, 11));
            row.put("alive", (long) random.nextInt(2));
            row.put("x", random.nextLong(-8L * Duel.ONE, 8L * Duel.ONE));
        }
        for (final Map<String, Long> row : tables.get("shots").values()) {
            row.put("damage", (long) random.nextInt(10));
        }
        final Map<String, Long> only = tables.get("world").get(0);
        only.put("clock", (long) random.nextInt(-5, 6));
        only.put("wind", (long) random.nextInt(-16, 17) << 14);
        only.put("open", (long) random.nextInt(2));
        only.put("dice", DICE.get(random.nextInt(DICE.size())));
        tables.forEach((table, rows) ->
                rows.forEach((row, values) -> values.forEach((column, raw) -> duel.set(table, row, column, raw))));
        return new NaiveExpression.World(tables, frame);
    }

    private static Map<Integer, Map<String, Long>> rows(
            final SplittableRandom random, final Duel duel, final Table table, final int capacity) {
        final Map<Integer, Map<String, Long>> rows = new TreeMap<>();
        for (int row = 0; row < capacity; row++) {
            if (random.nextBoolean()) {
                duel.add(table, row);
                rows.put(row, new HashMap<>());
            }
        }
        return rows;
    }
}

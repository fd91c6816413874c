package ringside.replay.find;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A random condition on {@link Duel} as text, and what it means said once more: in whole numbers without bounds, over rows in maps,
 * by going through every choice of rows.
 */
final class NaiveExpression {
    /** Rows by their tables; of each its number to its values. A table that stands at no row has null. */
    record World(Map<String, Map<Integer, Map<String, Long>>> tables, int frame) {}

    /** A number: its raw value, empty when it cannot be had. */
    private record Num(String text, boolean decimal, Function<Map<String, Integer>, Optional<BigInteger>> value) {}

    /** A condition: empty when nothing is known. */
    private record Cond(String text, Function<Map<String, Integer>, Optional<Boolean>> value) {}

    private static final BigInteger ONE = BigInteger.ONE.shiftLeft(16);
    private static final List<String> COMPARISONS = List.of("=", "!=", "<", "<=", ">", ">=");

    private final SplittableRandom random;
    private final World world;
    private final Set<String> named = new TreeSet<>();
    private final Cond whole;

    NaiveExpression(final SplittableRandom random, final World world) {
        this.random = random;
        this.world = world;
        whole = condition(1 + random.nextInt(4));
    }

    String text() {
        return whole.text;
    }

    /** Every choice of rows for which it is true. */
    List<Map<String, Integer>> choices() {
        List<Map<String, Integer>> choices = List.of(new HashMap<>());
        for (final String table : named) {
            final List<Map<String, Integer>> longer = new ArrayList<>();
            for (final Map<String, Integer> choice : choices) {
                for (final int row : rows(table).keySet()) {
                    final Map<String, Integer> more = new HashMap<>(choice);
                    more.put(table, row);
                    longer.add(more);
                }
                if (rows(table).isEmpty()) {
                    longer.add(choice);
                }
            }
            choices = longer;
        }
        return choices.stream()
                .filter(choice -> whole.value.apply(choice).orElse(false))
                .toList();
    }

    private Map<Integer, Map<String, Long>> rows(final String table) {
        return world.tables.getOrDefault(table, Map.of());
    }

    // ---- conditions

    private Cond condition(final int depth) {
        final int kind = depth <= 0 ? 3 + random.nextInt(4) : random.nextInt(8);
        return switch (kind) {
            case 0 -> joined("and", condition(depth - 1), condition(depth - 1));
            case 1 -> joined("or", condition(depth - 1), condition(depth - 1));
            case 2 -> {
                final Cond of = condition(depth - 1);
                yield new Cond(
                        "not (" + of.text + ")", rows -> of.value.apply(rows).map(truth -> !truth));
            }
            case 3 -> flag();
            case 7 -> same(condition(depth - 1), condition(depth - 1));
            default -> compared(number(depth - 1), number(depth - 1));
        };
    }

    private static Cond joined(final String word, final Cond a, final Cond b) {
        final boolean decides = word.equals("or");
        return new Cond("(" + a.text + " " + word + " " + b.text + ")", rows -> {
            final Optional<Boolean> left = a.value.apply(rows);
            final Optional<Boolean> right = b.value.apply(rows);
            if (left.equals(Optional.of(decides)) || right.equals(Optional.of(decides))) {
                return Optional.of(decides);
            }
            return left.isPresent() && right.isPresent() ? Optional.of(!decides) : Optional.empty();
        });
    }

    private static Cond same(final Cond a, final Cond b) {
        return new Cond("(" + a.text + ") = (" + b.text + ")", rows -> {
            final Optional<Boolean> left = a.value.apply(rows);
            final Optional<Boolean> right = b.value.apply(rows);
            return left.isPresent() && right.isPresent() ? Optional.of(left.equals(right)) : Optional.empty();
        });
    }

    private Cond flag() {
        final Num column = random.nextInt(3) == 0 ? column("world", "open", false) : column("players", "alive", false);
        return new Cond(column.text, rows -> column.value.apply(rows).map(value -> value.signum() != 0));
    }

    private Cond compared(final Num a, final Num b) {
        final String how = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
        return new Cond(a.text + " " + how + " " + b.text, rows -> {
            final Optional<BigInteger> left = a.value.apply(rows).map(raw -> a.decimal ? raw : raw.multiply(ONE));
            final Optional<BigInteger> right = b.value.apply(rows).map(raw -> b.decimal ? raw : raw.multiply(ONE));
            if (left.isEmpty() || right.isEmpty()) {
                return Optional.empty();
            }
            final int order = left.get().compareTo(right.get());
            return Optional.of(
                    switch (how) {
                        case "=" -> order == 0;
                        case "!=" -> order != 0;
                        case "<" -> order < 0;
                        case "<=" -> order <= 0;
                        case ">" -> order > 0;
                        default -> order >= 0;
                    });
        });
    }

    // ---- numbers

    private Num number(final int depth) {
        final int kind = depth <= 0 ? 5 + random.nextInt(6) : random.nextInt(11);
        return switch (kind) {
            case 0 -> calculated("+", number(depth - 1), number(depth - 1));
            case 1 -> calculated("-", number(depth - 1), number(depth - 1));
            case 2 -> calculated("*", number(depth - 1), number(depth - 1));
            case 3 -> calculated("/", number(depth - 1), number(depth - 1));
            case 4 -> {
                final Num of = number(depth - 1);
                yield new Num(
                        "-(" + of.text + ")",
                        of.decimal,
                        rows -> bounded(of.value.apply(rows).map(BigInteger::negate)));
            }
            case 5 -> whole(random.nextInt(-9, 10));
            case 6 -> decimal(random.nextInt(-40, 41));
            case 7 -> counted();
            case 8 -> column("players", random.nextBoolean() ? "hp" : "x", false);
            case 9 -> random.nextBoolean() ? column("shots", "damage", true) : row();
            default -> column("world", List.of("clock", "wind", "dice").get(random.nextInt(3)), false);
        };
    }

    private static Num whole(final long value) {
        return new Num(Long.toString(value), false, rows -> Optional.of(BigInteger.valueOf(value)));
    }

    private static Num decimal(final int quarters) {
        return new Num(
                Double.toString(quarters / 4.0),
                true,
                rows -> Optional.of(BigInteger.valueOf(quarters).multiply(ONE).shiftRight(2)));
    }

    private Num counted() {
        if (random.nextBoolean()) {
            return new Num("frame", false, rows -> Optional.of(BigInteger.valueOf(world.frame)));
        }
        final String table = random.nextBoolean() ? "players" : "shots";
        return new Num(
                "count(" + table + ")",
                false,
                rows -> Optional.of(BigInteger.valueOf(rows(table).size())));
    }

    private Num row() {
        named.add("players");
        return new Num(
                "players.row",
                false,
                rows -> Optional.ofNullable(rows.get("players")).map(BigInteger::valueOf));
    }

    /** A column of each row, or of one by its number. */
    private Num column(final String table, final String name, final boolean alwaysEach) {
        final boolean decimal = name.equals("x") || name.equals("wind");
        final boolean single = table.equals("world");
        if (single || alwaysEach || random.nextBoolean()) {
            if (!single) {
                named.add(table);
            }
            return new Num(
                    table + "." + name,
                    decimal,
                    rows -> value(table, single ? Integer.valueOf(0) : rows.get(table), name));
        }
        final int row = random.nextInt(Duel.PLAYERS);
        return new Num(table + "[" + row + "]." + name, decimal, rows -> value(table, row, name));
    }

    private Optional<BigInteger> value(final String table, final Integer row, final String name) {
        return Optional.ofNullable(row == null ? null : rows(table).get(row))
                .map(values -> BigInteger.valueOf(values.getOrDefault(name, 0L)));
    }

    private static Num calculated(final String how, final Num a, final Num b) {
        final boolean mixed = a.decimal || b.decimal;
        return new Num("(" + a.text + " " + how + " " + b.text + ")", mixed || how.equals("/"), rows -> {
            final Optional<BigInteger> left = pointed(a, mixed, rows);
            final Optional<BigInteger> right = pointed(b, mixed, rows);
            if (left.isEmpty() || right.isEmpty()) {
                return Optional.empty();
            }
            return bounded(calculate(how, left.get(), right.get(), mixed));
        });
    }

    private static Optional<BigInteger> pointed(
            final Num number, final boolean mixed, final Map<String, Integer> rows) {
        final Optional<BigInteger> value = number.value.apply(rows);
        return mixed && !number.decimal ? bounded(value.map(raw -> raw.multiply(ONE))) : value;
    }

    private static Optional<BigInteger> calculate(
            final String how, final BigInteger a, final BigInteger b, final boolean decimal) {
        return switch (how) {
            case "+" -> Optional.of(a.add(b));
            case "-" -> Optional.of(a.subtract(b));
            case "*" -> Optional.of(decimal ? a.multiply(b).shiftRight(16) : a.multiply(b));
            default ->
                b.signum() == 0
                        ? Optional.empty()
                        : bounded(Optional.of(a.multiply(ONE))).map(up -> floor(up, b));
        };
    }

    private static BigInteger floor(final BigInteger a, final BigInteger b) {
        final BigInteger[] parts = a.divideAndRemainder(b);
        return parts[1].signum() != 0 && parts[1].signum() != b.signum() ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static Optional<BigInteger> bounded(final Optional<BigInteger> value) {
        return value.filter(raw -> raw.bitLength() < Long.SIZE);
    }
}

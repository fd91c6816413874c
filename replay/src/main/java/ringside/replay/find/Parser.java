package ringside.replay.find;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import ringside.replay.find.Term.Condition;
import ringside.replay.find.Term.Quantity;
import ringside.replay.find.Term.Row;
import ringside.replay.find.Term.Text;

/**
 * Reads an expression by recursive descent and binds it on the way.
 *
 * <pre>
 * or         = and { "or" and }
 * and        = not { "and" not }
 * not        = "not" not | comparison
 * comparison = sum [ ("=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") sum ]
 * sum        = product { ("+" | "-") product }
 * product    = unary { ("*" | "/") unary }
 * unary      = "-" unary | primary
 * primary    = number | 'text' | "true" | "false" | "none" | "frame" | "count" "(" table ")" | "(" or ")"
 *            | table [ "[" number "]" ] "." column | table "[" number "]" | "effect" "." field
 * </pre>
 */
final class Parser {
    /** How deep brackets, {@code not} and signs may stand in each other. */
    static final int MOST_DEPTH = 64;

    private final Tokens tokens;
    private final Names names;
    private int depth;

    Parser(final Tokens tokens, final Names names) {
        this.tokens = tokens;
        this.names = names;
    }

    Condition whole() {
        final Token begin = tokens.peek();
        final Condition whole = condition(begin, or());
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.expected("'and', 'or' or the end");
        }
        return whole;
    }

    private Term or() {
        final Token begin = tokens.peek();
        Term left = and();
        while (tokens.takesWord("or")) {
            final Token right = tokens.peek();
            left = new Conditions.Or(condition(begin, left), condition(right, and()));
        }
        return left;
    }

    private Term and() {
        final Token begin = tokens.peek();
        Term left = not();
        while (tokens.takesWord("and")) {
            final Token right = tokens.peek();
            left = new Conditions.And(condition(begin, left), condition(right, not()));
        }
        return left;
    }

    private Term not() {
        if (!tokens.takesWord("not")) {
            return comparison();
        }
        deeper();
        final Token begin = tokens.peek();
        final Condition not = new Conditions.Not(condition(begin, not()));
        depth--;
        return not;
    }

    private Term comparison() {
        final Token begin = tokens.peek();
        final Term left = sum();
        final Token symbol = tokens.peek();
        final Comparison comparison = comparisonAt(symbol);
        if (comparison == null) {
            return left;
        }
        tokens.take();
        final Token right = tokens.peek();
        final Condition compared = compare(begin, left, symbol, comparison, right, sum());
        if (comparisonAt(tokens.peek()) != null) {
            throw tokens.fault(
                    tokens.peek(), "comparisons cannot follow each other: 'a < b < c' is written 'a < b and b < c'");
        }
        return compared;
    }

    private static @Nullable Comparison comparisonAt(final Token token) {
        return token.kind() == Token.Kind.SYMBOL ? Comparison.of(token.text()) : null;
    }

    private Condition compare(
            final Token begin,
            final Term left,
            final Token symbol,
            final Comparison comparison,
            final Token beginRight,
            final Term right) {
        if (left instanceof final Quantity a && right instanceof final Quantity b) {
            return new Conditions.Compared(a, comparison, b);
        }
        final Condition same = same(left, right);
        if (same == null) {
            throw tokens.fault(
                    beginRight,
                    "this is " + right.kind() + ", and what stands before '" + symbol.text() + "' is " + left.kind()
                            + ": the two cannot be compared");
        }
        if (!comparison.isEquality()) {
            throw tokens.fault(
                    symbol,
                    "'" + symbol.text() + "' compares numbers, and what begins at character " + (begin.at() + 1)
                            + " is " + left.kind() + "; there are '=' and '!=' for that");
        }
        return comparison == Comparison.EQUAL ? same : new Conditions.Not(same);
    }

    private static @Nullable Condition same(final Term left, final Term right) {
        if (left instanceof final Condition a && right instanceof final Condition b) {
            return new Conditions.Same(a, b);
        }
        if (left instanceof final Text a && right instanceof final Text b) {
            return new Conditions.SameText(a, b);
        }
        if (left instanceof final Row a
                && right instanceof final Row b
                && (a.table() == b.table() || a.table() == null || b.table() == null)) {
            return new Conditions.SameRow(a, b);
        }
        return null;
    }

    private Term sum() {
        final Token begin = tokens.peek();
        Term left = product();
        while (true) {
            final boolean adds = tokens.takes("+");
            if (!adds && !tokens.takes("-")) {
                return left;
            }
            final Quantity a = quantity(begin, left);
            final Token right = tokens.peek();
            final Quantity b = quantity(right, product());
            left = adds
                    ? new Quantities.Sum(alike(a, b), alike(b, a))
                    : new Quantities.Difference(alike(a, b), alike(b, a));
        }
    }

    private Term product() {
        final Token begin = tokens.peek();
        Term left = unary();
        while (true) {
            final boolean multiplies = tokens.takes("*");
            if (!multiplies && !tokens.takes("/")) {
                return left;
            }
            final Quantity a = quantity(begin, left);
            final Token right = tokens.peek();
            final Quantity b = quantity(right, unary());
            left = multiplies
                    ? new Quantities.Product(alike(a, b), alike(b, a))
                    : new Quantities.Quotient(alike(a, b), alike(b, a));
        }
    }

    /** A number as it must be beside another: a decimal where that is one. */
    private static Quantity alike(final Quantity number, final Quantity other) {
        return other.isDecimal() && !number.isDecimal() ? new Quantities.AsDecimal(number) : number;
    }

    private Term unary() {
        if (!tokens.takes("-")) {
            return primary();
        }
        deeper();
        final Token begin = tokens.peek();
        final Quantity negated = new Quantities.Negated(quantity(begin, unary()));
        depth--;
        return negated;
    }

    private Term primary() {
        final Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> number(tokens.take());
            case TEXT -> new Term.WrittenText(tokens.take().text());
            case NAME -> Tokens.beginsColumn(tokens.afterNext()) ? names.read(tokens) : word(tokens.take());
            case SYMBOL -> bracket();
            case END -> throw tokens.expected("a name, a number, a 'text' or '('");
        };
    }

    private Term bracket() {
        if (!tokens.takes("(")) {
            throw tokens.expected("a name, a number, a 'text' or '('");
        }
        deeper();
        final Term inside = or();
        tokens.require(")", "to close a bracket");
        depth--;
        return inside;
    }

    private Term word(final Token word) {
        return switch (word.text()) {
            case "true" -> new Conditions.Written(Truth.YES);
            case "false" -> new Conditions.Written(Truth.NO);
            case "none" -> new Term.WrittenRow(null, Row.NONE);
            case "frame" -> new Quantities.FrameNumber();
            case "count" -> {
                tokens.require("(", "and the name of a table");
                final Quantity count = new Quantities.Count(names.table(tokens));
                tokens.require(")", "after the name of the table");
                yield count;
            }
            default ->
                throw tokens.fault(
                        word,
                        "'" + word.text() + "' alone is no value: values are table.column, table[row].column,"
                                + " count(table), frame, true, false, none, numbers and 'texts'");
        };
    }

    private Quantity number(final Token number) {
        final boolean isDecimal = number.text().contains(".");
        final BigDecimal value = new BigDecimal(number.text());
        final BigDecimal raw = (isDecimal ? value.multiply(BigDecimal.valueOf(1L << Quantity.POINT)) : value)
                .setScale(0, RoundingMode.HALF_EVEN);
        if (raw.toBigIntegerExact().bitLength() >= Long.SIZE) {
            throw tokens.fault(
                    number,
                    number.text() + " is beyond the largest number, " + (Long.MAX_VALUE >> (isDecimal ? 16 : 0)));
        }
        return new Quantities.Written(raw.longValueExact(), isDecimal);
    }

    private Condition condition(final Token begin, final Term term) {
        if (term instanceof final Condition condition) {
            return condition;
        }
        throw tokens.fault(
                begin, "a condition was expected, this is " + term.kind() + ": compare it with something, 'a <= b'");
    }

    private Quantity quantity(final Token begin, final Term term) {
        if (term instanceof final Quantity quantity) {
            return quantity;
        }
        throw tokens.fault(begin, "a number was expected, this is " + term.kind());
    }

    private void deeper() {
        depth++;
        if (depth > MOST_DEPTH) {
            throw tokens.fault(tokens.peek(), "more than " + MOST_DEPTH + " brackets, signs and nots in each other");
        }
    }
}

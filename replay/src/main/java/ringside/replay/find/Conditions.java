package ringside.replay.find;

import ringside.layout.BoolColumn;
import ringside.replay.find.Term.Condition;
import ringside.replay.find.Term.Quantity;
import ringside.replay.find.Term.Row;
import ringside.replay.find.Term.Text;

/** What can be true: columns, comparisons, and what is made of them. */
final class Conditions {
    private Conditions() {}

    /** {@code true}, {@code false}. */
    record Written(Truth truth) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            return truth;
        }
    }

    /** A column of true and false. */
    record OfColumn(BoolColumn column, Place place) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            final int at = place.offset(scope);
            return at == Place.NOWHERE ? Truth.UNKNOWN : Truth.of(column.read(scope.state.block(), at) != 0);
        }
    }

    /** {@code not a}. */
    record Not(Condition of) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            return of.holds(scope).not();
        }
    }

    /** {@code a and b}. */
    record And(Condition left, Condition right) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            final Truth first = left.holds(scope);
            return first == Truth.NO ? first : first.and(right.holds(scope));
        }
    }

    /** {@code a or b}. */
    record Or(Condition left, Condition right) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            final Truth first = left.holds(scope);
            return first == Truth.YES ? first : first.or(right.holds(scope));
        }
    }

    /** {@code a = b}, of two conditions. */
    record Same(Condition left, Condition right) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            final Truth a = left.holds(scope);
            final Truth b = right.holds(scope);
            return a == Truth.UNKNOWN || b == Truth.UNKNOWN ? Truth.UNKNOWN : Truth.of(a == b);
        }
    }

    /** {@code a < b} and the like, exact whatever the two are. */
    record Compared(Quantity left, Comparison comparison, Quantity right) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            scope.define();
            final long a = left.value(scope);
            final long b = right.value(scope);
            if (!scope.isDefined()) {
                return Truth.UNKNOWN;
            }
            return Truth.of(comparison.accepts(order(a, b)));
        }

        private int order(final long a, final long b) {
            if (left.isDecimal() == right.isDecimal()) {
                return Long.compare(a, b);
            }
            return left.isDecimal() ? -order(b, a, Quantity.POINT) : order(a, b, Quantity.POINT);
        }

        /** A whole number beside a decimal. */
        private static int order(final long whole, final long decimal, final int point) {
            final long floor = decimal >> point;
            return whole != floor ? Long.compare(whole, floor) : floor << point == decimal ? 0 : -1;
        }
    }

    /** {@code a = b}, of two texts. */
    record SameText(Text left, Text right) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            final int a = left.begin(scope);
            final int b = right.begin(scope);
            if (a == Place.NOWHERE || b == Place.NOWHERE) {
                return Truth.UNKNOWN;
            }
            int index = 0;
            byte next;
            do {
                next = left.at(scope, a, index);
                if (next != right.at(scope, b, index)) {
                    return Truth.NO;
                }
                index++;
            } while (next != 0);
            return Truth.YES;
        }
    }

    /** {@code a = b}, of two rows of a table. */
    record SameRow(Row left, Row right) implements Condition {
        @Override
        public Truth holds(final Scope scope) {
            scope.define();
            final boolean same = left.number(scope) == right.number(scope);
            return scope.isDefined() ? Truth.of(same) : Truth.UNKNOWN;
        }
    }
}

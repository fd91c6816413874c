package ringside.replay.find;

import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Rows;
import ringside.layout.Table;
import ringside.replay.find.Term.Quantity;

/** Numbers: whole ones of 64 bits, and decimals with {@link Quantity#POINT} bits behind the point. What does not fit is undefined. */
final class Quantities {
    private Quantities() {}

    /** A number as it was written. */
    record Written(long raw, boolean isDecimal) implements Quantity {
        @Override
        public long value(final Scope scope) {
            return raw;
        }
    }

    /** {@code frame}. */
    record FrameNumber() implements Quantity {
        @Override
        public boolean isDecimal() {
            return false;
        }

        @Override
        public long value(final Scope scope) {
            return scope.frame;
        }
    }

    /** {@code count(table)}. */
    record Count(Table table) implements Quantity {
        @Override
        public boolean isDecimal() {
            return false;
        }

        @Override
        public long value(final Scope scope) {
            return scope.state.count(table);
        }
    }

    /** {@code table.row}: the number of the row that the table stands at. */
    record RowNumber(int cursor) implements Quantity {
        @Override
        public boolean isDecimal() {
            return false;
        }

        @Override
        public long value(final Scope scope) {
            final int row = scope.rows[cursor];
            if (row == Rows.NONE) {
                scope.undefine();
            }
            return Rows.index(row);
        }
    }

    /** A column of whole or fixed point numbers. */
    record OfColumn(Column column, Place place) implements Quantity {
        @Override
        public boolean isDecimal() {
            return column.type() == ColumnType.FIXED;
        }

        @Override
        public long value(final Scope scope) {
            final int at = place.offset(scope);
            if (at == Place.NOWHERE) {
                scope.undefine();
                return 0;
            }
            return column.read(scope.state.block(), at);
        }
    }

    /** A whole number as a decimal. */
    record AsDecimal(Quantity whole) implements Quantity {
        @Override
        public boolean isDecimal() {
            return true;
        }

        @Override
        public long value(final Scope scope) {
            return pointed(scope, whole.value(scope));
        }
    }

    /** {@code -a}. */
    record Negated(Quantity of) implements Quantity {
        @Override
        public boolean isDecimal() {
            return of.isDecimal();
        }

        @Override
        public long value(final Scope scope) {
            final long value = of.value(scope);
            if (value == Long.MIN_VALUE) {
                scope.undefine();
            }
            return -value;
        }
    }

    /** {@code a + b}, of two of a kind. */
    record Sum(Quantity left, Quantity right) implements Quantity {
        @Override
        public boolean isDecimal() {
            return left.isDecimal();
        }

        @Override
        public long value(final Scope scope) {
            final long a = left.value(scope);
            final long b = right.value(scope);
            final long sum = a + b;
            if (((a ^ sum) & (b ^ sum)) < 0) {
                scope.undefine();
            }
            return sum;
        }
    }

    /** {@code a - b}, of two of a kind. */
    record Difference(Quantity left, Quantity right) implements Quantity {
        @Override
        public boolean isDecimal() {
            return left.isDecimal();
        }

        @Override
        public long value(final Scope scope) {
            final long a = left.value(scope);
            final long b = right.value(scope);
            final long difference = a - b;
            if (((a ^ b) & (a ^ difference)) < 0) {
                scope.undefine();
            }
            return difference;
        }
    }

    /** {@code a * b}, of two of a kind; decimals are cut to the next smaller one there is. */
    record Product(Quantity left, Quantity right) implements Quantity {
        @Override
        public boolean isDecimal() {
            return left.isDecimal();
        }

        @Override
        public long value(final Scope scope) {
            final long a = left.value(scope);
            final long b = right.value(scope);
            final int cut = isDecimal() ? POINT : 0;
            final long high = Math.multiplyHigh(a, b);
            final long low = a * b;
            final long product = cut == 0 ? low : high << (Long.SIZE - cut) | low >>> cut;
            if (high >> cut != product >> (Long.SIZE - 1)) {
                scope.undefine();
            }
            return product;
        }
    }

    /** {@code a / b}, of two of a kind: always a decimal, cut to the next smaller one there is. */
    record Quotient(Quantity left, Quantity right) implements Quantity {
        @Override
        public boolean isDecimal() {
            return true;
        }

        @Override
        public long value(final Scope scope) {
            final long a = pointed(scope, left.value(scope));
            final long b = right.value(scope);
            if (b == 0 || (b == -1 && a == Long.MIN_VALUE)) {
                scope.undefine();
                return 0;
            }
            return Math.floorDiv(a, b);
        }
    }

    private static long pointed(final Scope scope, final long value) {
        final long shifted = value << Quantity.POINT;
        if (shifted >> Quantity.POINT != value) {
            scope.undefine();
        }
        return shifted;
    }
}

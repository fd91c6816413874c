package ringside.replay.find;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.Table;

/** A part of an expression, of one of four kinds. Evaluating it allocates nothing. */
sealed interface Term {
    /** What it is, for who used it as something else. */
    String kind();

    /** What can be true. */
    non-sealed interface Condition extends Term {
        Truth holds(Scope scope);

        @Override
        default String kind() {
            return "true or false";
        }
    }

    /** A number. */
    non-sealed interface Quantity extends Term {
        /** Bits behind the point of a decimal: those of a fixed point column. */
        int POINT = 16;

        /** True when {@link #value} counts 1/65,536ths. */
        boolean isDecimal();

        /** The value; any where the scope is undefined by it. */
        long value(Scope scope);

        @Override
        default String kind() {
            return "a number";
        }
    }

    /** A text. */
    non-sealed interface Text extends Term {
        /** Where it begins, or {@link Place#NOWHERE}: for {@link #at}. */
        int begin(Scope scope);

        /** A byte of its UTF-8; 0 behind its end. */
        byte at(Scope scope, int begin, int index);

        @Override
        default String kind() {
            return "text";
        }
    }

    /** A row of a table: what references hold. */
    non-sealed interface Row extends Term {
        /** The number of no row. */
        int NONE = -1;

        /** The table; null when it is no row of any. */
        @Nullable
        Table table();

        /** Its number, or {@link #NONE}; any where the scope is undefined by it. */
        int number(Scope scope);

        @Override
        default String kind() {
            final Table of = table();
            return of == null ? "no row" : "a row of " + of.name();
        }
    }

    /** A text as it was written. */
    final class WrittenText implements Text {
        private final byte[] utf8;

        WrittenText(final String text) {
            utf8 = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int begin(final Scope scope) {
            return 0;
        }

        @Override
        public byte at(final Scope scope, final int begin, final int index) {
            return index < utf8.length ? utf8[index] : 0;
        }
    }

    /** A column of text. */
    record TextColumn(BytesColumn column, Place place) implements Text {
        @Override
        public int begin(final Scope scope) {
            return place.offset(scope);
        }

        @Override
        public byte at(final Scope scope, final int begin, final int index) {
            return index < column.widthBytes() ? scope.state.block().getByte(begin + column.offset() + index) : 0;
        }
    }

    /** {@code table[3]}, or {@code none}. */
    record WrittenRow(@Nullable Table table, int index) implements Row {
        @Override
        public int number(final Scope scope) {
            return index;
        }
    }

    /** What a reference names; the number of a row that is gone stays what it was. */
    record Reference(RefColumn column, Place place) implements Row {
        @Override
        public Table table() {
            return column.targetTable();
        }

        @Override
        public int number(final Scope scope) {
            final int at = place.offset(scope);
            if (at == Place.NOWHERE) {
                scope.undefine();
                return NONE;
            }
            final int handle = (int) column.read(scope.state.block(), at);
            return handle == Rows.NONE ? NONE : Rows.index(handle);
        }
    }
}

package ringside.replay.find;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.layout.BoolColumn;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.Fields;
import ringside.layout.Layout;
import ringside.layout.RecordType;
import ringside.layout.RefColumn;
import ringside.layout.Table;

/** What the names of an expression stand for in a layout, and which tables it goes through row by row. */
final class Names {
    /** How the record of the effect in question is called. */
    static final String EFFECT = "effect";

    private static final String ROW = "row";

    private final Layout layout;
    private final @Nullable RecordType effect;
    private final List<Table> cursors = new ArrayList<>();

    Names(final Layout layout, final @Nullable RecordType effect) {
        this.layout = layout;
        this.effect = effect;
    }

    /** The tables that were named without a row, in the order of their cursors. */
    List<Table> cursors() {
        return cursors;
    }

    /** Reads {@code table.column}, {@code table[row].column}, {@code table[row]} or {@code effect.field}. */
    Term read(final Tokens tokens) {
        final Token name = tokens.peek();
        if (name.text().equals(EFFECT) && layout.findTable(EFFECT) == null) {
            return ofEffect(tokens);
        }
        final Table table = table(tokens);
        if (tokens.takes("[")) {
            final int index = index(tokens, table);
            tokens.require("]", "after the row's number");
            return tokens.takes(".")
                    ? column(tokens, table, new Place.OneRow(table, index))
                    : new Term.WrittenRow(table, index);
        }
        tokens.require(".", "and a column of table " + table.name());
        if (table.isSingle()) {
            return column(tokens, table, new Place.OneRow(table, 0));
        }
        if (tokens.peek().is(Token.Kind.NAME, ROW) && table.find(ROW) == null) {
            tokens.take();
            return new Quantities.RowNumber(cursor(table));
        }
        return column(tokens, table, new Place.EachRow(table, cursor(table)));
    }

    /** Reads the name of a table. */
    Table table(final Tokens tokens) {
        final Token name = tokens.take();
        final Table found = name.kind() == Token.Kind.NAME ? layout.findTable(name.text()) : null;
        if (found == null) {
            throw tokens.fault(
                    name,
                    "no table '" + name.text() + "' in the layout of " + layout.game() + "; "
                            + Nearest.to(name.text(), tables(name.text().startsWith("$"))));
        }
        return found;
    }

    private List<String> tables(final boolean engines) {
        return layout.tables().stream()
                .map(Table::name)
                .filter(name -> engines == name.startsWith("$"))
                .toList();
    }

    private int cursor(final Table table) {
        if (!cursors.contains(table)) {
            cursors.add(table);
        }
        return cursors.indexOf(table);
    }

    private static int index(final Tokens tokens, final Table table) {
        final Token number = tokens.take();
        if (number.kind() != Token.Kind.NUMBER || number.text().contains(".")) {
            throw tokens.fault(
                    number, "the number of a row of table " + table.name() + " was expected, " + number.found());
        }
        // Nine digits are beyond every capacity, and an int holds them.
        final int index = number.text().length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(number.text());
        if (index >= table.capacity()) {
            throw tokens.fault(
                    number,
                    "table " + table.name() + " has rows 0 to " + (table.capacity() - 1) + ", not " + number.text());
        }
        return index;
    }

    private Term ofEffect(final Tokens tokens) {
        final Token name = tokens.take();
        if (effect == null) {
            throw tokens.fault(name, "'effect.…' asks about an effect: say which with --effect NAME");
        }
        tokens.require(".", "and a field of effect " + effect.name());
        return column(tokens, effect, new Place.OfEffect());
    }

    private static Term column(final Tokens tokens, final Fields fields, final Place place) {
        final Token name = tokens.take();
        final Column column = name.kind() == Token.Kind.NAME ? fields.find(name.text()) : null;
        if (column == null) {
            throw tokens.fault(
                    name,
                    (fields instanceof Table
                                    ? "table " + fields.name() + " has no column '"
                                    : "effect " + fields.name() + " has no field '")
                            + name.text() + "'; "
                            + Nearest.to(
                                    name.text(),
                                    fields.columns().stream().map(Column::name).toList()));
        }
        if (column instanceof final BoolColumn bool) {
            return new Conditions.OfColumn(bool, place);
        }
        if (column instanceof final RefColumn ref) {
            return new Term.Reference(ref, place);
        }
        if (column instanceof final BytesColumn bytes) {
            if (!bytes.isText()) {
                throw tokens.fault(name, column.qualifiedName() + " holds bytes, which nothing can be asked about");
            }
            return new Term.TextColumn(bytes, place);
        }
        return new Quantities.OfColumn(column, place);
    }
}

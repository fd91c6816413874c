package ringside.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.game.Game;
import ringside.engine.logic.GameType;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.LayoutJson;
import ringside.layout.RecordView;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.StateException;
import ringside.layout.Table;

/**
 * Writes steps of {@link Game#predict} as text, for a twin of it in another language to make the same ones: what a player is
 * shown of a match under test, random inputs, and what becomes of the player's own rows. The same matches and seed give
 * the same text.
 *
 * <pre>
 * {"format":"ringside-predict","version":1,"game":..,"seed":"..","steps":N,"layout":"the layout's JSON"}
 * w seat                     a new world: empty but for the rows of single tables; whose prediction follows
 * r table row values...      a row as that seat is shown it: a value for each column, in the layout's order
 * s values...                a step: predict is run once, with this input: a value for each of its fields
 * o table row values...      after the step: an own row's predicted columns; everything else is as before
 * </pre>
 *
 * Lines end with a line feed, words are separated by one space. Values are whole numbers: raw ones of fixed point columns,
 * at the precision of views; 0 and 1; of a reference the row number plus 1, or 0. Bytes are an {@code x} and hexadecimal
 * digits. {@code -} stands for a column that the seat is not shown, which has its default.
 *
 * <p>Not thread-safe. Throws {@link AssertionError} when {@code predict} changes what is not a predicted column of an own row:
 * a client would not be corrected there.
 */
public final class PredictVectors {
    private static final int KEPT_OF_10 = 6;
    private static final int EXTREME_OF_10 = 2;

    private final GameType type;
    private final int steps;
    private final Appendable out;
    private final SplittableRandom random;
    private final SeenWorld seen;
    private final RecordView input;
    private final UnsafeBuffer before;
    private int written;
    private int abandoned;

    /**
     * Writes the first line.
     *
     * @param game a new object of the game
     * @param steps how many steps there will be
     * @param out written to as steps are made, and not closed
     */
    public PredictVectors(final Game game, final int steps, final long seed, final Appendable out) {
        type = new GameType(game);
        this.steps = steps;
        this.out = out;
        random = new SplittableRandom(seed);
        seen = new SeenWorld(type);
        final Layout layout = type.layout();
        input = Values.record(layout.input());
        before = new UnsafeBuffer(new byte[layout.snapshotBytes()]);
        final String json = LayoutJson.write(layout).replace("\\", "\\\\").replace("\"", "\\\"");
        write("{\"format\":\"ringside-predict\",\"version\":1,\"game\":\"" + layout.game() + "\",\"seed\":\"" + seed
                + "\",\"steps\":" + steps + ",\"layout\":\"" + json + "\"}\n");
    }

    /** Steps written so far. */
    public int steps() {
        return written;
    }

    /** True when there are as many as wanted: what follows writes nothing. */
    public boolean isFull() {
        return written >= steps;
    }

    /** Up to so many steps from what a player is shown now. */
    public PredictVectors played(final TestMatch match, final int seat, final int count) {
        show(match, seat);
        begin();
        for (int i = 0; i < count && !isFull(); i++) {
            step();
        }
        return this;
    }

    /**
     * As {@link #played}, but the predicted columns of the player's rows hold random values of their ranges first: places
     * where nobody ought to be, speeds that nobody should have. From where the game throws, no further step is made.
     */
    public PredictVectors scattered(final TestMatch match, final int seat, final int count) {
        show(match, seat);
        for (final Table table : seen.tables()) {
            for (int row = own(table, Rows.NONE); row != Rows.NONE; row = own(table, row)) {
                for (final Column column : table.columns()) {
                    if (column.isPredicted()) {
                        randomise(column, seen.state().block(), table.rowOffset(Rows.index(row)));
                    }
                }
            }
        }
        begin();
        try {
            for (int i = 0; i < count && !isFull(); i++) {
                step();
            }
        } catch (final StateException | ArithmeticException e) {
            abandoned++;
        }
        return this;
    }

    /** Scattered worlds in which the game threw, and which ended with that. */
    public int abandoned() {
        return abandoned;
    }

    private void show(final TestMatch match, final int seat) {
        if (match.layout().hash() != type.layout().hash()) {
            throw new IllegalArgumentException("the match is one of " + match.layout() + ", not of " + type.layout());
        }
        seen.show(match.state(), seat);
    }

    private void begin() {
        if (isFull()) {
            return;
        }
        write("w " + seen.seat() + "\n");
        for (final Table table : seen.tables()) {
            writeRows(table);
        }
    }

    private void step() {
        final State world = seen.state();
        for (final Column field : type.layout().input().columns()) {
            if (random.nextInt(10) >= KEPT_OF_10) {
                randomise(field, input.buffer(), 0);
            }
        }
        world.copyTo(before, 0);
        type.game().predict(world, seen.seat(), input);
        write("s");
        for (final Column field : type.layout().input().columns()) {
            writeValue(field, input.buffer(), 0);
        }
        write("\n");
        for (final Table table : seen.tables()) {
            writeOwnRows(table);
        }
        requireNothingElseChanged();
        written++;
    }

    // ---- what is written

    private void writeRows(final Table table) {
        final State world = seen.state();
        for (int row = world.first(table); row != Rows.NONE; row = world.next(table, row)) {
            final int index = Rows.index(row);
            write("r " + table.name() + " " + index);
            for (final Column column : table.columns()) {
                if (seen.isShown(column, index)) {
                    writeValue(column, world.block(), table.rowOffset(index));
                } else {
                    write(" -");
                }
            }
            write("\n");
        }
    }

    private void writeOwnRows(final Table table) {
        final List<Column> predicted =
                table.columns().stream().filter(Column::isPredicted).toList();
        if (predicted.isEmpty()) {
            return;
        }
        for (int row = own(table, Rows.NONE); row != Rows.NONE; row = own(table, row)) {
            final int offset = table.rowOffset(Rows.index(row));
            write("o " + table.name() + " " + Rows.index(row));
            for (final Column column : predicted) {
                writeValue(column, seen.state().block(), offset);
                before.putBytes(
                        offset + column.offset(), seen.state().block(), offset + column.offset(), column.widthBytes());
            }
            write("\n");
        }
    }

    private void requireNothingElseChanged() {
        final UnsafeBuffer after = new UnsafeBuffer(seen.state().block(), 0, before.capacity());
        if (before.compareTo(after) != 0) {
            throw new AssertionError(type.layout().game() + ": predict changed what is not a predicted column of the"
                    + " player's own row: "
                    + Differences.between(type.layout(), before, after).get(0));
        }
    }

    /** The player's own row after that one, or {@link Rows#NONE}. */
    private int own(final Table table, final int after) {
        final State world = seen.state();
        int row = after == Rows.NONE ? world.first(table) : world.next(table, after);
        while (row != Rows.NONE && !seen.isOwn(table, Rows.index(row))) {
            row = world.next(table, row);
        }
        return row;
    }

    private void writeValue(final Column column, final DirectBuffer from, final int offset) {
        if (column instanceof BytesColumn) {
            final StringBuilder hex = new StringBuilder(" x");
            for (int i = 0; i < column.widthBytes(); i++) {
                final int value = from.getByte(offset + column.offset() + i) & 0xFF;
                hex.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
            }
            write(hex);
        } else if (column instanceof RefColumn) {
            final int target = (int) column.read(from, offset);
            write(" " + (target == Rows.NONE ? 0 : Rows.index(target) + 1));
        } else {
            write(" " + column.read(from, offset));
        }
    }

    private void write(final CharSequence text) {
        try {
            out.append(text);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // ---- random values

    private void randomise(final Column column, final UnsafeBuffer into, final int offset) {
        if (column instanceof BytesColumn) {
            for (int i = 0; i < column.widthBytes(); i++) {
                into.putByte(offset + column.offset() + i, (byte) random.nextInt(256));
            }
        } else if (!(column instanceof RefColumn)) {
            final long value = random.nextInt(10) < EXTREME_OF_10 ? extreme(column) : anyOf(column);
            column.write(into, offset, Math.max(column.min(), value >> column.droppedBits() << column.droppedBits()));
        }
    }

    private long extreme(final Column column) {
        return switch (random.nextInt(3)) {
            case 0 -> column.min();
            case 1 -> column.max();
            default -> column.zeroValue();
        };
    }

    private long anyOf(final Column column) {
        return column.max() == Long.MAX_VALUE ? random.nextLong() : random.nextLong(column.min(), column.max() + 1);
    }
}

package ringside.snapshot.codec;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Fields;
import ringside.layout.Layout;
import ringside.layout.RefColumn;
import ringside.layout.RowSet;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/** A match of no sense: rows come, go, are replaced, change and step in and out of sight. */
final class RandomWorld {
    private static final int MOST_SPEED = 40;
    private static final int SPEED_FRAMES = 24;

    final Layout layout;
    final State state;
    final RowSet visible;
    final SplittableRandom random;
    private final Set<String> inSight = new TreeSet<>();
    private final Set<String> wasInSight = new TreeSet<>();
    private int steps;
    int seat;
    int team;

    RandomWorld(final Layout layout, final SplittableRandom random) {
        this.layout = layout;
        this.random = random;
        state = new State(layout);
        state.wrap(new UnsafeBuffer(new byte[layout.blockBytes()]), 0);
        state.clear();
        visible = new RowSet(layout);
        visible.addAll();
        seat = random.nextInt(4);
        team = random.nextInt(3);
    }

    void step() {
        if (random.nextInt(100) == 0) {
            team = random.nextInt(4) == 0 ? ViewEncoder.NO_TEAM : random.nextInt(3);
        }
        if (random.nextInt(200) == 0) {
            seat = random.nextInt(5) - 1;
        }
        // Some frames are calm, so that rows get quiet.
        final boolean calm = random.nextInt(4) != 0;
        steps++;
        for (final Table table : layout.tables()) {
            if (!calm) {
                comeAndGo(table);
            }
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                goOn(table, row);
                if (random.nextInt(calm ? 12 : 3) == 0) {
                    changeSome(table, row);
                }
                if (random.nextInt(40) == 0) {
                    if (visible.contains(table, row)) {
                        visible.remove(table, row);
                    } else {
                        visible.add(table, row);
                    }
                }
            }
        }
        rememberSight();
    }

    /** Whether the row of that handle is in sight, or was in the last step. */
    boolean mayHaveSeen(final Table table, final int handle) {
        return inSight.contains(table.id() + ":" + handle) || wasInSight.contains(table.id() + ":" + handle);
    }

    private void rememberSight() {
        wasInSight.clear();
        wasInSight.addAll(inSight);
        inSight.clear();
        for (final Table table : layout.tables()) {
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                if (visible.contains(table, row)) {
                    inSight.add(table.id() + ":" + row);
                }
            }
        }
    }

    private void comeAndGo(final Table table) {
        if (table.isSingle()) {
            return;
        }
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            final int dice = random.nextInt(30);
            if (dice < 2) {
                state.remove(table, row);
                if (dice == 0) {
                    fill(table, state.addAt(table, Rows.index(row)));
                }
            }
        }
        while (state.hasRoom(table) && random.nextInt(3) != 0) {
            fill(table, state.add(table));
        }
    }

    private void fill(final Table table, final int row) {
        for (final Column column : table.columns()) {
            if (random.nextInt(3) != 0) {
                randomise(column, state.block(), state.rowOffset(table, row));
            }
        }
    }

    private void changeSome(final Table table, final int row) {
        final int offset = state.rowOffset(table, row);
        for (final Column column : table.columns()) {
            final int dice = random.nextInt(8);
            if (dice == 0) {
                randomise(column, state.block(), offset);
            } else if (dice < 4) {
                nudge(column, offset);
            }
        }
    }

    /** Smooth values go on at one speed for a while, up to what their range holds; of most rows that is none. */
    private void goOn(final Table table, final int row) {
        final int offset = state.rowOffset(table, row);
        for (final Column column : table.columns()) {
            if (column.isSmooth()) {
                final long stretch = (steps / SPEED_FRAMES * 31L + row) * 31 + column.offset();
                final int draw = new SplittableRandom(stretch).nextInt(3 * MOST_SPEED);
                final long by = draw < 2 * MOST_SPEED ? 0 : (draw - 2 * MOST_SPEED - MOST_SPEED / 2);
                final long value = column.read(state.block(), offset) + (by << column.droppedBits());
                if (value >= column.min() && value <= column.max()) {
                    column.write(state.block(), offset, value);
                }
            }
        }
    }

    private void nudge(final Column column, final int offset) {
        if (column.type() == ColumnType.BYTES || column.type() == ColumnType.REF) {
            return;
        }
        final long old = column.read(state.block(), offset);
        final long by = random.nextInt(1 << (1 + random.nextInt(12))) - 100L;
        final long value = old + by;
        if (value >= column.min() && value <= column.max() && (value > old) == (by > 0)) {
            column.write(state.block(), offset, value);
        }
    }

    void randomise(final Column column, final UnsafeBuffer buffer, final int offset) {
        if (column instanceof final BytesColumn bytes) {
            final int length = random.nextInt(bytes.widthBytes() + 1);
            buffer.setMemory(offset + bytes.offset(), bytes.widthBytes(), (byte) 0);
            for (int i = 0; i < length; i++) {
                buffer.putByte(offset + bytes.offset() + i, (byte) random.nextInt(bytes.isText() ? 128 : 256));
            }
        } else if (column instanceof final RefColumn ref) {
            column.write(buffer, offset, anyRow(ref.targetTable()));
        } else if (column.owner() instanceof final Table table
                && (column == table.ownerColumn() || column == table.teamColumn())) {
            column.write(buffer, offset, random.nextInt(3));
        } else {
            column.write(buffer, offset, anyValue(column));
        }
    }

    private long anyValue(final Column column) {
        final long span = column.max() - column.min();
        final long value = span == -1 || span == Long.MAX_VALUE
                ? random.nextLong()
                : span < 0 ? random.nextLong() : column.min() + random.nextLong(span + 1);
        return Math.max(column.min(), Math.min(column.max(), value));
    }

    private int anyRow(final Table target) {
        int row = state.first(target);
        for (int steps = random.nextInt(4); steps > 0 && row != Rows.NONE; steps--) {
            row = state.next(target, row);
        }
        return row;
    }

    /** A record of an effect with random fields. */
    void randomise(final Fields record, final UnsafeBuffer buffer) {
        for (final Column column : record.columns()) {
            randomise(column, buffer, 0);
        }
    }
}

package ringside.engine.logic;

import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import ringside.engine.game.Past;
import ringside.engine.math.Fixed;
import ringside.layout.Column;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.Rows;
import ringside.layout.StateException;
import ringside.layout.Table;

/**
 * Writes the past of a match at the end of each frame, and reads it at a time between two frames. All that it remembers is
 * in the match state ({@link PastTables}); where it was told to look is valid for one call of the game only.
 */
final class History implements Past {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    private final LiveMatch match;
    private final PastTables.Ring[] rings;
    private final PastTables tables;

    private int age;
    private int olderFrame;
    private int part;

    History(final LiveMatch match, final PastTables tables) {
        this.match = match;
        this.tables = tables;
        this.rings = tables.rings();
    }

    // ---- writing

    /** Keeps the rewound columns as they stand at the end of a frame. Costs nothing when there are none. */
    void keep(final int frame) {
        for (final PastTables.Ring ring : rings) {
            keep(ring, frame);
        }
    }

    private void keep(final PastTables.Ring ring, final int frame) {
        final int index = frame % PastTables.FRAMES;
        int slot = match.rowAt(ring.ring, index);
        if (slot == Rows.NONE) {
            slot = match.addAt(ring.ring, index);
        }
        match.set(slot, ring.frame, frame);
        match.pack(ring.of, ring.columns, slot, ring.rows);
    }

    /** Looks at where that frame will be kept. Returns nothing of sense. */
    int lookAt(final int frame) {
        int sum = 0;
        for (final PastTables.Ring ring : rings) {
            sum += match.lookAtPast(ring.ring.rowOffset(frame % PastTables.FRAMES), ring.ring.strideBytes());
        }
        return sum;
    }

    // ---- looking back

    /** Turns to the world of {@code wantedAge} before the frame being computed; within what is kept. */
    History at(final int wantedAge, final int maxRewindFrames) {
        if (rings.length == 0) {
            throw new StateException(match.layout() + " has no column that is rewound: there is no past to look at");
        }
        final int frame = match.frame();
        final int oldest = Math.min(maxRewindFrames, frame) << Fixed.FRACTION_BITS;
        age = Math.max(Fixed.ONE, Math.min(wantedAge, Math.max(Fixed.ONE, oldest)));
        final int back = (age + Fixed.ONE - 1) >> Fixed.FRACTION_BITS;
        // Before the first frame there is only the world as it was created.
        olderFrame = Math.max(0, frame - back);
        part = (back << Fixed.FRACTION_BITS) - age;
        return this;
    }

    @Override
    public int age() {
        return age;
    }

    @Override
    public boolean isThere(final Table table, final int row) {
        final PastTables.Ring ring = tables.of(table);
        return ring != null && row != Rows.NONE && handle(entry(ring, olderFrame, Rows.index(row))) == row;
    }

    @Override
    public int get(final int row, final FixedColumn column) {
        return value(row, column);
    }

    @Override
    public int get(final int row, final IntColumn column) {
        return value(row, column);
    }

    private int value(final int row, final Column column) {
        final PastTables.Ring ring = ringOf(column);
        final int valueAt = ring == null ? 0 : ring.entryOffset(column);
        if (ring == null || valueAt == 0) {
            throw new StateException(column.qualifiedName() + " is not rewound: it has no past");
        }
        final int index = Rows.index(row);
        final int older = entry(ring, olderFrame, index);
        if (row == Rows.NONE || handle(older) != row) {
            throw new StateException(
                    ring.of.name() + ": this row did not live in frame " + olderFrame + "; ask isThere first");
        }
        final int from = match.block().getInt(older + valueAt, LE);
        if (part == 0) {
            return from;
        }
        final int newer = entry(ring, olderFrame + 1, index);
        if (handle(newer) != row) {
            return from;
        }
        final long way = (long) match.block().getInt(newer + valueAt, LE) - from;
        return (int) (from + ((way * part) >> Fixed.FRACTION_BITS));
    }

    private PastTables.@Nullable Ring ringOf(final Column column) {
        return column.owner() instanceof final Table table ? tables.of(table) : null;
    }

    private int entry(final PastTables.Ring ring, final int frame, final int index) {
        if (index >= ring.of.capacity()) {
            throw new StateException(
                    ring.of.name() + ": row " + index + " is beyond its capacity of " + ring.of.capacity() + " rows");
        }
        return ring.ring.rowOffset(frame % PastTables.FRAMES) + ring.rows.offset() + index * ring.entryBytes;
    }

    private int handle(final int entry) {
        return match.block().getInt(entry, LE);
    }
}

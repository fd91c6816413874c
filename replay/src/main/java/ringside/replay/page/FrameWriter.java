package ringside.replay.page;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.MatchSnapshot;
import ringside.layout.Rows;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * Frames as the page reads them, one behind the other. All numbers are little-endian.
 *
 * <pre>
 * 4  bytes that follow of this frame
 * 4  frame
 * 8  hash of the state
 * 1  flags: 1 the match is over, 2 a player looks, 4 whose seat is taken
 * 1  zero
 * 2  tables
 * 4  effects
 *    each table: 2 its number in the layout, 2 zero, 4 live rows; the rows as they stand in the state, handle first; if a player
 *                looks, a byte for each row: {@link Sight#access}; zeros up to a multiple of 4
 *    each effect: 4 its frame, 2 its number in the layout, 1 whether it is shown to who looks, 1 zero; its record; zeros
 *                up to a multiple of 4
 * </pre>
 */
final class FrameWriter {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final int OVER = 1;
    private static final int LOOKED = 2;
    private static final int SEATED = 4;
    private static final int EFFECTS_AT = 20;
    private static final int FIRST_TABLE_AT = 24;

    private final ExpandableArrayBuffer out = new ExpandableArrayBuffer(1 << 16);
    private int end;

    int lengthBytes() {
        return end;
    }

    byte[] toBytes() {
        final byte[] bytes = new byte[end];
        out.getBytes(0, bytes);
        return bytes;
    }

    /**
     * Adds a frame.
     *
     * @param sight of the player who looks, or null for the whole truth
     * @param effects since the frame before, {@link EffectTape} entries
     * @param withEngine also the tables that the engine keeps beside the game's
     */
    void add(
            final MatchSnapshot snapshot,
            final int frame,
            final long hash,
            final @Nullable Sight sight,
            final boolean isSeated,
            final EffectTape effects,
            final boolean withEngine) {
        final State state = snapshot.state();
        final int begin = end;
        out.putInt(begin + 4, frame, LE);
        out.putLong(begin + 8, hash, LE);
        final int flags = (snapshot.isOver() ? OVER : 0)
                | (sight == null ? 0 : LOOKED)
                | (sight != null && isSeated ? SEATED : 0);
        out.putByte(begin + 16, (byte) flags);
        out.putByte(begin + 17, (byte) 0);
        out.putInt(begin + EFFECTS_AT, effects.count(), LE);
        end = begin + FIRST_TABLE_AT;
        short tables = 0;
        for (final Table table : state.layout().tables()) {
            if (!table.isHistory() && (withEngine || !table.name().startsWith("$"))) {
                table(state, table, sight);
                tables++;
            }
        }
        out.putShort(begin + 18, tables, LE);
        effects.writeTo(this);
        out.putInt(begin, end - begin - 4, LE);
    }

    private void table(final State state, final Table table, final @Nullable Sight sight) {
        out.putShort(end, (short) table.id(), LE);
        out.putShort(end + 2, (short) 0, LE);
        out.putInt(end + 4, state.count(table), LE);
        end += 8;
        for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
            out.putBytes(end, state.block(), state.rowOffset(table, row), table.strideBytes());
            end += table.strideBytes();
        }
        if (sight != null) {
            for (int row = state.first(table); row != Rows.NONE; row = state.next(table, row)) {
                out.putByte(end++, (byte) sight.access(table, row));
            }
        }
        align();
    }

    void effect(final int frame, final int type, final boolean isShown, final DirectBuffer record) {
        out.putInt(end, frame, LE);
        out.putShort(end + 4, (short) type, LE);
        out.putByte(end + 6, (byte) (isShown ? 1 : 0));
        out.putByte(end + 7, (byte) 0);
        out.putBytes(end + 8, record, 0, record.capacity());
        end += 8 + record.capacity();
        align();
    }

    private void align() {
        while ((end & 3) != 0) {
            out.putByte(end++, (byte) 0);
        }
    }
}

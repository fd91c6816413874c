package ringside.io.client;

import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.snapshot.codec.ViewTable;

/**
 * A copy of what a client was shown at one frame. Not thread-safe; allocates only while it grows to what the match shows.
 */
final class ShownFrame {
    private static final int NOT_SHOWN = -1;
    private static final int FIRST_ROWS = 8;

    private final List<ViewTable> tables;
    private final Rows[] rows;
    private int frame = NOT_SHOWN;

    /** Of one table. */
    private static final class Rows {
        final int strideBytes;
        int[] sinceFrames = {};
        final UnsafeBuffer values = new UnsafeBuffer(0, 0);
        int end;

        Rows(final int strideBytes) {
            this.strideBytes = strideBytes;
        }

        void grow(final int count) {
            final int room = sinceFrames.length;
            if (count > room) {
                final int more = Math.max(FIRST_ROWS, Math.max(count, 2 * room));
                sinceFrames = Arrays.copyOf(sinceFrames, more);
                final byte[] larger = new byte[more * strideBytes];
                values.getBytes(0, larger, 0, room * strideBytes);
                values.wrap(larger);
            }
        }
    }

    /** @param tables of the decoder whose frames are kept */
    ShownFrame(final List<ViewTable> tables) {
        this.tables = tables;
        rows = new Rows[tables.size()];
        Arrays.setAll(rows, i -> new Rows(tables.get(i).table().strideBytes()));
    }

    int frame() {
        return frame;
    }

    /** Takes what the decoder holds. */
    void keep(final int shownFrame) {
        frame = shownFrame;
        for (int i = 0; i < rows.length; i++) {
            keep(tables.get(i), rows[i]);
        }
    }

    private static void keep(final ViewTable from, final Rows to) {
        to.end = 0;
        for (int id = from.first(); id >= 0; id = from.next(id)) {
            to.grow(id + 1);
            while (to.end < id) {
                to.sinceFrames[to.end++] = NOT_SHOWN;
            }
            to.sinceFrames[id] = from.sinceFrame(id);
            to.values.putBytes(id * to.strideBytes, from.rowBuffer(id), from.rowOffset(id), to.strideBytes);
            to.end = id + 1;
        }
    }

    /** The next shown wire id above {@code wireId}, or -1. */
    int next(final int table, final int wireId) {
        final Rows of = rows[table];
        for (int id = wireId + 1; id < of.end; id++) {
            if (of.sinceFrames[id] != NOT_SHOWN) {
                return id;
            }
        }
        return -1;
    }

    boolean isShown(final int table, final int wireId) {
        return wireId >= 0 && wireId < rows[table].end && rows[table].sinceFrames[wireId] != NOT_SHOWN;
    }

    /** Whether another frame shows the same row under that wire id. */
    boolean isSameRow(final ShownFrame other, final int table, final int wireId) {
        return isShown(table, wireId)
                && other.isShown(table, wireId)
                && rows[table].sinceFrames[wireId] == other.rows[table].sinceFrames[wireId];
    }

    DirectBuffer values(final int table) {
        return rows[table].values;
    }

    int offset(final int table, final int wireId) {
        return wireId * rows[table].strideBytes;
    }
}

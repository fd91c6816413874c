package ringside.perf.views;

import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.IntColumn;
import ringside.layout.RefColumn;
import ringside.layout.Rows;
import ringside.layout.Table;
import ringside.perf.RunFailedException;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewLimits;
import ringside.snapshot.codec.ViewTable;
import ringside.snapshot.codec.WireLayout;

/**
 * Decodes what every viewer is sent and compares it with what it may see of the scene: each row, each column, and how many
 * effects. Clients number rows in their own way, so rows are compared as sets of what stands in them.
 */
final class ViewTruth {
    private final Scene scene;
    private final ViewDecoder[] decoders;
    private final int[] effects;
    private final int[] effectsOffered;
    private long[] expected = new long[16];
    private long[] actual = new long[16];
    /** Whose view is compared. */
    private int current;

    private long checked;

    ViewTruth(final Scene scene, final WireLayout wire) {
        this.scene = scene;
        decoders = new ViewDecoder[scene.viewers()];
        effects = new int[decoders.length];
        effectsOffered = new int[decoders.length];
        Arrays.setAll(
                decoders,
                viewer -> new ViewDecoder(
                        wire, ViewLimits.DEFAULT_HISTORY_FRAMES, (frame, type, record, offset) -> effects[viewer]++));
    }

    void apply(final int viewer, final UnsafeBuffer part, final int length) {
        decoders[viewer].apply(part, 0, length);
    }

    /** Throws {@link RunFailedException} when the viewer knows anything but what it may see, once the scene is warm. */
    void check(final int frame, final int viewer, final int offered) {
        effectsOffered[viewer] += offered;
        if (effects[viewer] != effectsOffered[viewer]) {
            throw new RunFailedException(
                    where(frame, viewer) + ": " + effects[viewer] + " effects were shown of " + effectsOffered[viewer]);
        }
        if (frame < ViewRun.WARM_FRAMES) {
            return;
        }
        current = viewer;
        for (final ViewTable shown : decoders[viewer].tables()) {
            final int expectedCount = expect(shown.table(), frame, viewer);
            final int actualCount = collect(shown);
            if (!Arrays.equals(expected, 0, expectedCount, actual, 0, actualCount)) {
                throw new RunFailedException(where(frame, viewer) + ": of table " + shown.table()
                        + " other rows are shown," + " or with other values, than are to be seen");
            }
        }
        checked++;
    }

    private static String where(final int frame, final int viewer) {
        return "frame " + frame + ", viewer " + viewer;
    }

    /** Views that were compared. */
    long checked() {
        return checked;
    }

    private int expect(final Table table, final int frame, final int viewer) {
        final DirectBuffer block = scene.at(frame);
        int count = 0;
        for (int row = 0; row < table.capacity(); row++) {
            if (isSeen(table, row, frame, viewer)) {
                if (count == expected.length) {
                    expected = Arrays.copyOf(expected, count * 2);
                }
                expected[count++] = ofState(table, block, row, frame, viewer, true);
            }
        }
        Arrays.sort(expected, 0, count);
        return count;
    }

    private boolean isSeen(final Table table, final int row, final int frame, final int viewer) {
        return (handle(table, row, frame) & Rows.SINGLE) != 0
                && scene.visible(viewer).containsAt(table, row);
    }

    private int handle(final Table table, final int row, final int frame) {
        return scene.at(frame).getInt(table.rowOffset(row), ByteOrder.LITTLE_ENDIAN);
    }

    private long ofState(
            final Table table,
            final DirectBuffer block,
            final int row,
            final int frame,
            final int viewer,
            final boolean withRefs) {
        final int offset = table.rowOffset(row);
        long sum = 0;
        for (final Column column : table.columns()) {
            if (mayBeSeen(table, column, block, offset, viewer)) {
                if (column.type() == ColumnType.BYTES) {
                    sum = mixBytes(sum, column, block, offset);
                } else if (column instanceof final RefColumn ref) {
                    final int target = (int) ref.read(block, offset);
                    final boolean leads = target != Rows.NONE
                            && handle(ref.targetTable(), Rows.index(target), frame) == target
                            && isSeen(ref.targetTable(), Rows.index(target), frame, viewer);
                    sum = !withRefs
                            ? sum
                            : mix(
                                    sum,
                                    leads
                                            ? ofState(
                                                    ref.targetTable(), block, Rows.index(target), frame, viewer, false)
                                            : 0);
                } else {
                    sum = mix(sum, column.read(block, offset) >> column.droppedBits());
                }
            }
        }
        return sum;
    }

    private int collect(final ViewTable shown) {
        int count = 0;
        for (int id = shown.first(); id >= 0; id = shown.next(id)) {
            if (count == actual.length) {
                actual = Arrays.copyOf(actual, count * 2);
            }
            actual[count++] = ofView(shown, id, true);
        }
        Arrays.sort(actual, 0, count);
        return count;
    }

    private long ofView(final ViewTable shown, final int id, final boolean withRefs) {
        long sum = 0;
        for (final Column column : shown.table().columns()) {
            if (shown.has(id, column)) {
                if (column.type() == ColumnType.BYTES) {
                    sum = mixBytes(sum, column, shown.rowBuffer(id), shown.rowOffset(id));
                } else if (column instanceof final RefColumn ref) {
                    sum = withRefs ? mix(sum, ofTarget(ref, shown.ref(id, ref))) : sum;
                } else {
                    sum = mix(sum, shown.value(id, column) >> column.droppedBits());
                }
            }
        }
        return sum;
    }

    private long ofTarget(final RefColumn ref, final int id) {
        if (id < 0) {
            return 0;
        }
        for (final ViewTable shown : decoders[current].tables()) {
            if (shown.table() == ref.targetTable()) {
                return ofView(shown, id, false);
            }
        }
        return 0;
    }

    private static long mixBytes(final long sum, final Column column, final DirectBuffer buffer, final int offset) {
        long mixed = sum;
        for (int i = 0; i < column.widthBytes(); i++) {
            mixed = mix(mixed, buffer.getByte(offset + column.offset() + i));
        }
        return mixed;
    }

    private static long mix(final long sum, final long value) {
        final long mixed = (sum + value + 1) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    private boolean mayBeSeen(
            final Table table, final Column column, final DirectBuffer block, final int offset, final int viewer) {
        final IntColumn team = table.teamColumn();
        final IntColumn owner = table.ownerColumn();
        return switch (column.visibility()) {
            case ALL -> true;
            case TEAM -> team != null && team.read(block, offset) == scene.team(viewer);
            case OWNER -> owner != null && owner.read(block, offset) == scene.seat(viewer);
            case NOBODY -> false;
        };
    }
}

package ringside.io.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Column;
import ringside.layout.ColumnType;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.RecordView;

/** What stands between a client's record and the journal. */
class RecordGuardTest {
    private final Layout layout = layout();
    private final RecordGuard guard = new RecordGuard(layout.input());
    private final UnsafeBuffer from = new UnsafeBuffer(new byte[64]);
    private final UnsafeBuffer into = new UnsafeBuffer(new byte[64]);

    private static Layout layout() {
        final LayoutBuilder builder = new LayoutBuilder("guarded");
        builder.input().int8("a", -1, 1);
        builder.input().int32("b", 0, 100);
        builder.input().bool("c");
        builder.input().text("d", 4);
        return builder.build();
    }

    @Test
    void bytes_between_fields_become_zero_so_that_a_record_has_one_form() {
        from.setMemory(0, 64, (byte) 0);
        from.putByte(1, (byte) 77);
        assertNull(guard.copyCanonical(from, 0, into, 0));
        assertEquals(0, into.getByte(1));
    }

    @Test
    void each_wrong_field_is_named() {
        expect("a", 0, 2);
        expect("b", 4, 101);
        expect("c", 8, 2);
        expect("d", 9, 0xFF);
        expect("d", 9, '\n');
        from.setMemory(0, 64, (byte) 0);
        from.putByte(10, (byte) 'x');
        assertNotNull(guard.copyCanonical(from, 0, into, 0), "text behind its end");
    }

    private void expect(final String field, final int at, final int value) {
        from.setMemory(0, 64, (byte) 0);
        from.putByte(at, (byte) value);
        assertEquals("input." + field, String.valueOf(guard.copyCanonical(from, 0, into, 0)));
    }

    /** Whatever a layout declares: one below the least and one above the most, where the column's width holds such a number. */
    @Test
    void every_number_of_any_record_is_refused_by_its_name_when_it_is_out_of_range() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("RecordGuardTest: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            final LayoutBuilder builder = new LayoutBuilder("any");
            final int count = 1 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                final int least = random.nextInt(-100, 100);
                final int most = least + random.nextInt(0, 28);
                switch (random.nextInt(6)) {
                    case 0 -> builder.input().bool("f" + i);
                    case 1 -> builder.input().int8("f" + i, least, most);
                    case 2 -> builder.input().int16("f" + i, least * 100, most * 100);
                    case 3 -> builder.input().int32("f" + i, least, Integer.MAX_VALUE);
                    case 4 -> builder.input().fixed("f" + i, least, most);
                    default -> builder.input().text("f" + i, 1 + random.nextInt(9));
                }
            }
            refused += requireEachNamed(builder.build().input());
        }
        assertTrue(refused > 1_000, "only " + refused);
    }

    private int requireEachNamed(final RecordType type) {
        final RecordGuard guards = new RecordGuard(type);
        final UnsafeBuffer record = new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[record.capacity()]);
        int refused = 0;
        for (final Column column : type.columns()) {
            for (final long wrong : new long[] {column.min() - 1, column.max() + 1, Integer.MIN_VALUE, 0x7FC0_0000L}) {
                new RecordView(type).wrap(record, 0).reset();
                if (column.type() == ColumnType.BYTES) {
                    continue;
                }
                if (column.type() == ColumnType.BOOL) {
                    record.putByte(column.offset(), (byte) 2);
                } else {
                    column.write(record, 0, wrong);
                }
                final long stands = column.read(record, 0);
                final Column named = guards.copyCanonical(record, 0, out, 0);
                if (stands < column.min() || stands > column.max() || column.type() == ColumnType.BOOL) {
                    assertEquals(column, named);
                    refused++;
                }
            }
        }
        return refused;
    }
}

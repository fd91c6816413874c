package ringside.io.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;

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
}

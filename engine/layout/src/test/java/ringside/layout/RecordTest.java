package ringside.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class RecordTest {
    private final LayoutBuilder builder = new LayoutBuilder("test");
    private final Table rows = builder.table("rows", 2);
    private final RecordType input = builder.input();
    private final BoolColumn flag = input.bool("flag").withDefault(true);
    private final IntColumn small = input.int16("small", 10, 20);
    private final FixedColumn x = input.fixed("x", -1, 1);
    private final LongColumn big = input.int64("big");
    private final RefColumn target = input.ref("target", rows);
    private final BytesColumn name = input.text("name", 3);
    private final UnsafeBuffer memory = new UnsafeBuffer(new byte[64]);
    private final RecordView view = new RecordView(input);

    RecordTest() {
        builder.build();
        memory.setMemory(0, 64, (byte) 0x55);
        view.wrap(memory, 8);
    }

    @Test
    void a_record_that_is_reset_has_its_defaults_and_zeros_between_them() {
        view.reset();
        assertTrue(view.get(flag));
        assertEquals(10, view.get(small));
        assertEquals(0, view.get(x));
        assertEquals(0, view.get(big));
        assertEquals(0, view.get(target));
        assertEquals("", view.getText(name));
        assertEquals(0, memory.getByte(8 + 1), "the gap before an aligned field");
        assertEquals(0x55, memory.getByte(7), "what stands before the record");
        assertEquals(0x55, memory.getByte(8 + input.lengthBytes()), "what stands behind the record");
    }

    @Test
    void fields_keep_their_values() {
        view.reset()
                .set(flag, false)
                .set(small, 20)
                .set(x, -65_536)
                .set(big, Long.MIN_VALUE)
                .setText(name, "bob");
        view.set(target, 7);
        assertEquals(false, view.get(flag));
        assertEquals(20, view.get(small));
        assertEquals(-65_536, view.get(x));
        assertEquals(Long.MIN_VALUE, view.get(big));
        assertEquals("bob", view.getText(name));
        assertEquals(7, view.get(target));
    }

    @Test
    void a_value_outside_its_range_is_refused() {
        view.reset();
        assertThrows(StateException.class, () -> view.set(small, 21));
        assertThrows(StateException.class, () -> view.set(x, 65_537));
    }

    @Test
    void the_first_field_out_of_range_is_named() {
        view.reset();
        assertNull(input.firstOutOfRange(memory, 8));
        memory.putByte(8 + flag.offset(), (byte) 2);
        assertSame(flag, input.firstOutOfRange(memory, 8));
        memory.putByte(8 + flag.offset(), (byte) -1);
        assertSame(flag, input.firstOutOfRange(memory, 8));
        memory.putByte(8 + flag.offset(), (byte) 1);
        memory.putShort(8 + small.offset(), (short) 9);
        assertSame(small, input.firstOutOfRange(memory, 8));
        view.set(small, 15);
        memory.putInt(8 + target.offset(), -1);
        assertSame(target, input.firstOutOfRange(memory, 8));
    }

    @Test
    void bytes_between_fields_that_are_not_zero_are_found() {
        view.reset();
        assertEquals(-1, input.firstStrayByte(memory, 8));
        memory.putByte(8 + 1, (byte) 1);
        assertEquals(1, input.firstStrayByte(memory, 8));
    }

    @Test
    void text_that_goes_on_after_its_end_is_stray() {
        view.reset().setText(name, "b");
        memory.putByte(8 + name.offset() + 2, (byte) 'x');
        assertEquals(name.offset() + 2, input.firstStrayByte(memory, 8));
    }

    @Test
    void a_field_that_ends_behind_the_record_is_refused_by_name() {
        final RecordView empty = new RecordView(builder.join()).wrap(memory, 8);
        final IndexOutOfBoundsException e = assertThrows(IndexOutOfBoundsException.class, () -> empty.get(big));
        assertTrue(e.getMessage().contains("input.big: ends behind the 0 bytes"), e.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> empty.set(flag, true));
        assertThrows(IndexOutOfBoundsException.class, () -> new RecordView(input).get(small));
    }

    @Test
    void an_empty_record_is_a_record() {
        final RecordType join = builder.join();
        assertEquals(0, join.lengthBytes());
        final RecordView empty = new RecordView(join).wrap(memory, 64);
        empty.reset();
        assertNull(join.firstOutOfRange(memory, 64));
    }
}

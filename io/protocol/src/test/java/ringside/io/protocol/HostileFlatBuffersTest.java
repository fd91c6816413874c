package ringside.io.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * A HELLO whose offsets lie, made by hand, in the middle of a buffer that holds others' messages: a typed refusal, or only what is
 * its own.
 *
 * <pre>
 * offset  what of the body
 * 0       where the table is
 * 4       vtable: its length, the table's, then for each field where it is in the table
 * 32      table: the way back to the vtable, then game and token as offsets, and the version
 * 64      a text: its length, its bytes, a zero
 * </pre>
 */
class HostileFlatBuffersTest {
    private static final int VTABLE = 4;
    private static final int TABLE = 32;
    private static final int VERSION = TABLE + 4;
    private static final int GAME = TABLE + 8;
    private static final int TOKEN = TABLE + 12;
    private static final int RESUME = TABLE + 16;
    private static final int TEXT = 64;
    private static final int BODY_BYTES = 80;
    private static final int BEFORE = 200;
    private static final String SECRET = "another player's token ";

    private final ByteBuffer body = ByteBuffer.allocate(BODY_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    HostileFlatBuffersTest() {
        body.putInt(0, TABLE);
        body.putShort(VTABLE, (short) 18).putShort(VTABLE + 2, (short) 20);
        body.putShort(VTABLE + 4, (short) (VERSION - TABLE));
        body.putShort(VTABLE + 6, (short) (GAME - TABLE));
        body.putShort(VTABLE + 12, (short) (TOKEN - TABLE));
        body.putInt(TABLE, TABLE - VTABLE);
        body.putShort(VERSION, (short) Wire.PROTOCOL_VERSION);
        body.putInt(GAME, TEXT - GAME);
        body.putInt(TOKEN, TEXT - TOKEN);
        body.putInt(TEXT, 5).position(TEXT + 4).put("arena".getBytes(StandardCharsets.UTF_8));
    }

    /** Reads it between others' messages. */
    private HelloMessage read() {
        final byte[] others = SECRET.repeat(40).getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer shared = new UnsafeBuffer(Arrays.copyOf(others, others.length));
        shared.putByte(BEFORE, MessageType.HELLO.code());
        shared.putBytes(BEFORE + Wire.TYPE_BYTES, body.array());
        return HelloMessage.read(shared, BEFORE, Wire.TYPE_BYTES + BODY_BYTES);
    }

    private void assertRefused(final DisconnectReason reason) {
        assertEquals(reason, assertThrows(ProtocolException.class, this::read).reason());
    }

    @Test
    void a_text_may_be_shared_by_two_fields() {
        assertEquals("arena", read().game());
        assertEquals("arena", read().token());
    }

    @Test
    void an_offset_that_leads_before_the_message_or_behind_it_is_refused() {
        for (final int offset :
                new int[] {-TEXT, -GAME - 150, Integer.MIN_VALUE, 200, BODY_BYTES, Integer.MAX_VALUE, -1}) {
            body.putInt(GAME, offset);
            assertRefused(DisconnectReason.BAD_MESSAGE);
        }
    }

    @Test
    void a_table_that_is_elsewhere_is_refused() {
        for (final int offset : new int[] {-100, -1, BODY_BYTES - 2, 400, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            body.putInt(0, offset);
            assertRefused(DisconnectReason.BAD_MESSAGE);
        }
    }

    @Test
    void a_vtable_that_is_elsewhere_is_refused() {
        for (final int offset : new int[] {TABLE + 100, -BODY_BYTES, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            body.putInt(TABLE, offset);
            assertRefused(DisconnectReason.BAD_MESSAGE);
        }
    }

    @Test
    void a_vector_longer_than_the_message_takes_no_memory_and_is_refused() {
        for (final int length : new int[] {13, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            body.putInt(TEXT, length);
            assertEquals(
                    DisconnectReason.BAD_MESSAGE,
                    assertThrows(ProtocolException.class, this::read).reason(),
                    "length " + length);
        }
    }

    @Test
    void a_length_below_zero_reads_nothing() {
        for (final int length : new int[] {-1, -4, -TEXT}) {
            body.putInt(TEXT, length);
            assertEquals("", read().game());
        }
    }

    @Test
    void a_table_within_itself_is_read_as_far_as_its_fields_go_and_refused() {
        // The table of what to resume is the HELLO itself, whose second field is no secret of 16 bytes.
        body.putShort(VTABLE, (short) 20).putShort(VTABLE + 16, (short) (RESUME - TABLE));
        body.putInt(RESUME, TABLE - RESUME);
        assertRefused(DisconnectReason.VALUE_OUT_OF_RANGE);
    }
}

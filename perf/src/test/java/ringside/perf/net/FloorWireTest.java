package ringside.perf.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class FloorWireTest {
    private final ByteBuf out = Unpooled.buffer();

    @Test
    void an_answer_has_its_length_and_carries_the_newest_input_and_its_wait() {
        FloorWire.writeAnswer(out, 123_456, 16_000L * 700 + 15_999, 80);
        assertEquals(80, out.readableBytes());
        assertEquals(123_456, FloorWire.newestInput(out));
        assertEquals(16_000L * 700, FloorWire.waitNs(out));
    }

    @Test
    void an_input_that_came_after_its_tick_was_due_did_not_wait() {
        FloorWire.writeAnswer(out, 1, -5_000_000, FloorWire.ANSWER_HEADER_BYTES);
        assertEquals(0, FloorWire.waitNs(out));
    }

    @Test
    void a_wait_beyond_the_field_is_the_longest_that_fits() {
        FloorWire.writeAnswer(out, 1, Long.MAX_VALUE, FloorWire.ANSWER_HEADER_BYTES);
        assertEquals(16_000L * 0xFFFF, FloorWire.waitNs(out));
    }
}

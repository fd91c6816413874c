package ringside.perf.requests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.MessageType;

/** What is sent against the project's own readers. */
class RequestWireTest {
    @Test
    void a_window_is_messages_of_1_kb_with_one_new_input_each() {
        final ByteBuf window = RequestWire.window(3);
        RequestWire.number(window, 3, 1_000);
        assertEquals(3 * 1_028, window.readableBytes());
        for (int i = 0; i < 3; i++) {
            final int length = window.readUnsignedShort();
            final UnsafeBuffer message = new UnsafeBuffer(ByteBufUtil.getBytes(window.readSlice(length)));
            assertEquals(MessageType.INPUTS.code(), message.getByte(0));
            final InputsMessage inputs = new InputsMessage(PayloadGame.INPUT_BYTES).wrap(message, 0, length, 16);
            assertEquals(16, inputs.count());
            for (int repeated = 0; repeated < 15; repeated++) {
                assertEquals(repeated + 1, inputs.inputSeq(repeated));
            }
            assertEquals(1_000 + i, inputs.inputSeq(15));
        }
    }

    @Test
    void an_answer_is_a_refusal_that_names_no_input() {
        final byte[] answer = RequestWire.answer();
        assertEquals(ControlMessages.REFUSED_BYTES, answer[1]);
        final ByteBuf message = Unpooled.wrappedBuffer(answer).skipBytes(2);
        assertEquals(MessageType.REFUSED.code(), message.getByte(message.readerIndex()));
        assertEquals(0, RequestWire.sequence(message));
        final UnsafeBuffer real = new UnsafeBuffer(new byte[ControlMessages.REFUSED_BYTES]);
        ControlMessages.writeRefused(real, 0, ControlMessages.INPUT, 77, (byte) 64);
        assertEquals(77, RequestWire.sequence(Unpooled.wrappedBuffer(real.byteArray())));
    }
}

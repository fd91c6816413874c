package ringside.perf.requests;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.Wire;

/**
 * What goes over the connections, alike for every server: messages behind their lengths, as the protocol has them.
 *
 * <pre>
 * a request    an INPUTS message with 16 inputs of 64 bytes, 1,028 bytes with its length; the last input is new, the others
 *              are repeated, as in most of a player's messages
 * an answer    REFUSED, 9 bytes with its length: an edge takes a few new inputs a second from each player, reads and checks the
 *              others as well, and says that they are too many
 * </pre>
 */
final class RequestWire {
    static final int INPUTS = 16;
    static final int STRIDE_BYTES = InputsMessage.INPUT_HEADER_BYTES + PayloadGame.INPUT_BYTES;
    static final int MESSAGE_BYTES = 2 + INPUTS * STRIDE_BYTES;
    static final int REQUEST_BYTES = Wire.LENGTH_BYTES + MESSAGE_BYTES;

    /** Where the number of a request's new input stands, from the request's beginning. */
    static final int NEW_SEQUENCE = Wire.LENGTH_BYTES + 2 + (INPUTS - 1) * STRIDE_BYTES;

    private static final int REFUSED_SEQUENCE = 2;

    private RequestWire() {}

    /** That many requests, one behind the other. */
    static ByteBuf window(final int requests) {
        // Memory of its own, which no counting of references ends.
        final ByteBuf out = Unpooled.wrappedBuffer(ByteBuffer.allocateDirect(requests * REQUEST_BYTES))
                .clear();
        final byte[] request = request();
        for (int i = 0; i < requests; i++) {
            out.writeShort(request.length).writeBytes(request);
        }
        return out;
    }

    /** Numbers the new inputs of a window, rising from that one. */
    static void number(final ByteBuf window, final int requests, final int first) {
        for (int i = 0; i < requests; i++) {
            window.setIntLE(i * REQUEST_BYTES + NEW_SEQUENCE, first + i);
        }
    }

    private static byte[] request() {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
        final InputsMessage message = new InputsMessage(PayloadGame.INPUT_BYTES).begin(bytes, 0, INPUTS);
        for (int i = 0; i < INPUTS; i++) {
            message.set(i, i + 1, i, -1, 0);
            for (int at = 0; at < PayloadGame.INPUT_BYTES; at++) {
                message.buffer().putByte(message.recordOffset(i) + at, (byte) (at * 37));
            }
        }
        return bytes.byteArray();
    }

    static byte[] answer() {
        final UnsafeBuffer refused = new UnsafeBuffer(new byte[ControlMessages.REFUSED_BYTES]);
        refused.putByte(0, MessageType.REFUSED.code());
        final byte[] out = new byte[Wire.LENGTH_BYTES + ControlMessages.REFUSED_BYTES];
        out[1] = (byte) ControlMessages.REFUSED_BYTES;
        refused.getBytes(0, out, Wire.LENGTH_BYTES, ControlMessages.REFUSED_BYTES);
        return out;
    }

    /** The input that an answer names; 0 in those of peers. */
    static int sequence(final ByteBuf answer) {
        return answer.getIntLE(answer.readerIndex() + REFUSED_SEQUENCE);
    }
}

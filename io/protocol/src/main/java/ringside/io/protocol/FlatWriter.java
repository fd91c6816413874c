package ringside.io.protocol;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;

/** Turns a finished FlatBuffer into a message: the type, then the buffer. Allocates; for handshakes only. */
final class FlatWriter {
    private FlatWriter() {}

    static byte[] message(final MessageType type, final FlatBufferBuilder builder, final int root) {
        builder.finish(root);
        final ByteBuffer body = builder.dataBuffer();
        final byte[] message = new byte[Wire.TYPE_BYTES + body.remaining()];
        message[0] = type.code();
        body.get(message, Wire.TYPE_BYTES, body.remaining());
        final int most = type.isClients() ? Wire.MAX_CLIENT_MESSAGE_BYTES : Wire.MAX_SERVER_MESSAGE_BYTES;
        if (message.length > most) {
            throw new IllegalArgumentException(
                    "a " + type + " of " + message.length + " bytes; " + most + " bytes are possible");
        }
        return message;
    }
}

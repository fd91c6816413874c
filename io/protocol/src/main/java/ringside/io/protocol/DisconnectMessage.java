package ringside.io.protocol;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.io.protocol.fb.Disconnect;

/**
 * Why a connection ends.
 *
 * @param code of a {@link DisconnectReason}, perhaps one that this version does not know
 * @param text one sentence for people
 * @param field the field or thing that is wrong, or empty
 * @param retryAfterMs when trying again makes sense; -1 when it does not
 * @param protocolVersion that the server speaks
 */
public record DisconnectMessage(int code, String text, String field, int retryAfterMs, int protocolVersion) {

    public static DisconnectMessage of(final DisconnectReason reason, final String field) {
        final String text = field.isEmpty() ? reason.sentence() : reason.sentence() + " (" + field + ")";
        return new DisconnectMessage(reason.code(), text, field, reason.retry().afterMs(), Wire.PROTOCOL_VERSION);
    }

    /** The reason, or null when this version does not know its code. */
    public @Nullable DisconnectReason reason() {
        return DisconnectReason.of(code);
    }

    /** Reads a message of {@code lengthBytes} that begins at {@code offset}; throws {@link ProtocolException}. */
    public static DisconnectMessage read(final DirectBuffer from, final int offset, final int lengthBytes) {
        return FlatReader.read(MessageType.DISCONNECT, from, offset, lengthBytes, DisconnectMessage::readBody);
    }

    private static DisconnectMessage readBody(final ByteBuffer body) {
        final Disconnect disconnect = Disconnect.getRootAsDisconnect(body);
        return new DisconnectMessage(
                disconnect.reason(),
                FlatReader.text(disconnect.textAsByteBuffer(), Limits.MAX_TEXT_BYTES, "text"),
                FlatReader.text(disconnect.fieldAsByteBuffer(), Limits.MAX_TEXT_BYTES, "field"),
                disconnect.retryAfterMs(),
                disconnect.protocolVersion());
    }

    /** The whole message. */
    public byte[] write() {
        final FlatBufferBuilder builder = new FlatBufferBuilder(256);
        final int textAt = builder.createString(text);
        final int fieldAt = builder.createString(field);
        return FlatWriter.message(
                MessageType.DISCONNECT,
                builder,
                Disconnect.createDisconnect(builder, code, textAt, fieldAt, retryAfterMs, protocolVersion));
    }
}

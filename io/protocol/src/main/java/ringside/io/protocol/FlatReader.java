package ringside.io.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where FlatBuffers of a peer are read.
 *
 * <p>FlatBuffers for Java has no verifier, and its bounds are those of the buffer, not of the message. So the message is
 * copied to an array of exactly its length, whatever the reading throws becomes one {@link ProtocolException}, and every
 * value is checked after it was read.
 */
final class FlatReader {
    private FlatReader() {}

    /** Reads the FlatBuffer that follows the type of a message. */
    static <T> T read(
            final MessageType type,
            final DirectBuffer from,
            final int offset,
            final int lengthBytes,
            final Function<ByteBuffer, T> reader) {
        final int bodyBytes = lengthBytes - Wire.TYPE_BYTES;
        if (bodyBytes < Integer.BYTES) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, type.name());
        }
        final byte[] exact = new byte[bodyBytes];
        from.getBytes(offset + Wire.TYPE_BYTES, exact);
        try {
            return reader.apply(ByteBuffer.wrap(exact));
        } catch (final ProtocolException e) {
            throw e;
        } catch (final RuntimeException e) {
            // Index, argument and array size errors, by whatever offset the peer made up.
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, type.name());
        }
    }

    /** A string's bytes as text: empty when absent. */
    static String text(final @Nullable ByteBuffer value, final int maxBytes, final String field) {
        final byte[] bytes = bytes(value, maxBytes, field).toArray();
        if (!RecordGuard.isPrintableUtf8(bytes)) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, field);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A vector's bytes: empty when absent. */
    static Bytes bytes(final @Nullable ByteBuffer value, final int maxBytes, final String field) {
        if (value == null) {
            return Bytes.NONE;
        }
        if (value.remaining() > maxBytes) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, field);
        }
        final byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return Bytes.copyOf(bytes);
    }

    /** A vector of exactly that many bytes. */
    static Bytes exactly(final @Nullable ByteBuffer value, final int lengthBytes, final String field) {
        final Bytes bytes = bytes(value, lengthBytes, field);
        if (bytes.length() != lengthBytes) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, field);
        }
        return bytes;
    }

    /** A number within its range. */
    static int within(final int value, final int min, final int max, final String field) {
        if (value < min || value > max) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, field);
        }
        return value;
    }
}

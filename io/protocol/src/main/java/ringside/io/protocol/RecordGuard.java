package ringside.io.protocol;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.RecordType;

/**
 * Lets a client's record through in canonical form, or names the field that is wrong. Bytes between the fields are not
 * taken over but written as zeros, so that a record has one form only.
 *
 * <p>Stateless; allocates only for records with text.
 */
public final class RecordGuard {
    private final RecordType type;

    public RecordGuard(final RecordType type) {
        this.type = type;
    }

    public RecordType type() {
        return type;
    }

    /**
     * Copies the record at {@code offset} to {@code into}. Returns the first field whose value is out of range, or whose
     * text is no UTF-8 padded with zeros, or null when all is well; the copy is good only then.
     */
    public @Nullable Column copyCanonical(
            final DirectBuffer from, final int offset, final MutableDirectBuffer into, final int intoOffset) {
        into.setMemory(intoOffset, type.lengthBytes(), (byte) 0);
        for (int i = 0, n = type.columns().size(); i < n; i++) {
            final Column column = type.columns().get(i);
            final int at = column.offset();
            into.putBytes(intoOffset + at, from, offset + at, column.widthBytes());
            if (column instanceof final BytesColumn bytes
                    && bytes.isText()
                    && !isText(into, intoOffset + at, column.widthBytes())) {
                return column;
            }
        }
        return type.firstOutOfRange(into, intoOffset);
    }

    private static boolean isText(final DirectBuffer buffer, final int offset, final int widthBytes) {
        int length = 0;
        while (length < widthBytes && buffer.getByte(offset + length) != 0) {
            length++;
        }
        for (int i = length; i < widthBytes; i++) {
            if (buffer.getByte(offset + i) != 0) {
                return false;
            }
        }
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return isPrintableUtf8(bytes);
    }

    /** True for well-formed UTF-8 without control characters. */
    static boolean isPrintableUtf8(final byte[] bytes) {
        final CharBuffer text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
        } catch (final CharacterCodingException e) {
            return false;
        }
        return text.chars().noneMatch(Character::isISOControl);
    }
}

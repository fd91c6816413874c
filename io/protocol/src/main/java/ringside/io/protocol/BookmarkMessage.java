package ringside.io.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A BOOKMARK message: somebody marks the moment on the screen.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 9
 * 1       4       the sender's number for it, 1 or more, u32 (at most 2^31 - 1)
 * 5       4       frame that was shown, i32; -1 before the first
 * 9       n       text, UTF-8 without control characters, 1 to 200 bytes
 * </pre>
 */
public record BookmarkMessage(int number, int shownFrame, String text) {
    /** The longest text. */
    public static final int MAX_TEXT_BYTES = 200;

    static final int NUMBER = 1;
    static final int SHOWN_FRAME = 5;
    static final int TEXT = 9;

    /** The longest message. */
    public static final int MAX_BYTES = TEXT + MAX_TEXT_BYTES;

    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /** Reads a message that was received. Throws {@link ProtocolException} for one that no honest client sends. */
    public static BookmarkMessage read(final DirectBuffer from, final int offset, final int lengthBytes) {
        if (lengthBytes <= TEXT || lengthBytes > MAX_BYTES) {
            throw new ProtocolException(DisconnectReason.BAD_LENGTH, "BOOKMARK");
        }
        final byte[] text = new byte[lengthBytes - TEXT];
        from.getBytes(offset + TEXT, text);
        final int number = from.getInt(offset + NUMBER, LE);
        final int shownFrame = from.getInt(offset + SHOWN_FRAME, LE);
        require(number >= 1, "number");
        require(shownFrame >= -1, "shownFrame");
        return new BookmarkMessage(number, shownFrame, decoded(text));
    }

    private static String decoded(final byte[] text) {
        try {
            final String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            require(isPlain(decoded), "text");
            return decoded;
        } catch (final CharacterCodingException e) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, "text");
        }
    }

    private static boolean isPlain(final String text) {
        return !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
    }

    private static void require(final boolean good, final String field) {
        if (!good) {
            throw new ProtocolException(DisconnectReason.VALUE_OUT_OF_RANGE, field);
        }
    }

    /** Whether a text can be sent: for whoever typed it, before it is. */
    public static boolean isText(final String text) {
        return isPlain(text) && text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
    }

    /**
     * Writes the message and returns its length.
     *
     * @throws IllegalArgumentException when the text cannot be sent
     */
    public int write(final MutableDirectBuffer into, final int offset) {
        if (!isText(text)) {
            throw new IllegalArgumentException("a bookmark's text has 1 to " + MAX_TEXT_BYTES
                    + " bytes of UTF-8 and no control characters, not: " + text);
        }
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        into.putByte(offset, MessageType.BOOKMARK.code());
        into.putInt(offset + NUMBER, number, LE);
        into.putInt(offset + SHOWN_FRAME, shownFrame, LE);
        into.putBytes(offset + TEXT, bytes);
        return TEXT + bytes.length;
    }
}

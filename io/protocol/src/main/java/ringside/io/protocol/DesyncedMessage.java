package ringside.io.protocol;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where the match that a client computed differs first from the server's. Immutable.
 *
 * <pre>
 * offset  length  what
 * 0       1       type 73
 * 1       4       frame that was reported, i32
 * 5               three texts, each its length (u8) and so many bytes of UTF-8: table, row and column; the client's value;
 *                 the server's value. All empty when nothing differs
 * </pre>
 *
 * @param frame that was reported
 * @param place {@code players[3].hp}, as the layout names it; empty when nothing differs
 * @param client the value that the client computed, for people
 * @param server the value that the server computed, for people
 */
public record DesyncedMessage(int frame, String place, String client, String server) {
    private static final int FRAME = 1;
    private static final int TEXTS = 5;
    private static final int MOST_TEXT_BYTES = 255;
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /** Reads a message of {@code lengthBytes} that begins at {@code offset}; throws {@link ProtocolException}. */
    public static DesyncedMessage read(final DirectBuffer from, final int offset, final int lengthBytes) {
        final String[] texts = new String[3];
        int at = TEXTS;
        for (int i = 0; i < texts.length; i++) {
            require(at < lengthBytes);
            final byte[] bytes = new byte[from.getByte(offset + at) & 0xFF];
            require(at + 1 + bytes.length <= lengthBytes);
            from.getBytes(offset + at + 1, bytes);
            require(RecordGuard.isPrintableUtf8(bytes));
            texts[i] = new String(bytes, StandardCharsets.UTF_8);
            at += 1 + bytes.length;
        }
        require(at == lengthBytes);
        return new DesyncedMessage(from.getInt(offset + FRAME, LE), texts[0], texts[1], texts[2]);
    }

    private static void require(final boolean holds) {
        if (!holds) {
            throw new ProtocolException(DisconnectReason.BAD_MESSAGE, MessageType.DESYNCED.name());
        }
    }

    /** The whole message. What is too long for it is cut, and what could not be printed is left out. */
    public byte[] write() {
        final byte[] message = new byte[TEXTS + 3 * (1 + MOST_TEXT_BYTES)];
        final UnsafeBuffer into = new UnsafeBuffer(message);
        into.putByte(0, MessageType.DESYNCED.code());
        into.putInt(FRAME, frame, LE);
        int at = TEXTS;
        for (final String text : new String[] {place, client, server}) {
            final byte[] bytes = printable(text);
            into.putByte(at, (byte) bytes.length);
            into.putBytes(at + 1, bytes);
            at += 1 + bytes.length;
        }
        return Arrays.copyOf(message, at);
    }

    private static byte[] printable(final String text) {
        final StringBuilder kept = new StringBuilder();
        int room = MOST_TEXT_BYTES;
        for (final int point : text.codePoints().toArray()) {
            // A half of a pair has no form in UTF-8.
            final boolean isLost = Character.isISOControl(point) || (point >= 0xD800 && point <= 0xDFFF);
            final String next = isLost ? "" : Character.toString(point);
            room -= next.getBytes(StandardCharsets.UTF_8).length;
            if (room < 0) {
                break;
            }
            kept.append(next);
        }
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }
}

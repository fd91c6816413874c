package ringside.engine.event;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * Who acted on a match from outside of the game, and why: the whole payload of PAUSE, CONTINUE, END and KICK (whose {@code
 * player} is the one removed), and the end of the payload of CREATE and RULES. May be missing, where nobody in particular
 * acted.
 *
 * <pre>
 * 0    1  length of who
 * 1    n  who, UTF-8
 * 1+n  m  why, UTF-8, up to the end
 * </pre>
 *
 * The {@code inputSeq} of such an event is the operator's number for the request: the answer carries it.
 */
public final class OperatorPayload {
    /** The longest name of an operator. */
    public static final int MAX_WHO_BYTES = 64;

    /** The longest reason. */
    public static final int MAX_WHY_BYTES = 160;

    /** The longest of all. */
    public static final int MAX_BYTES = 1 + MAX_WHO_BYTES + MAX_WHY_BYTES;

    private static final byte[] NONE = {};

    private OperatorPayload() {}

    /** Who and why in bytes, for the writers of events. Throws {@link IllegalArgumentException} when a text is too long. */
    public static byte[] of(final String who, final String why) {
        final byte[] name = text("who", who, MAX_WHO_BYTES);
        final byte[] reason = text("why", why, MAX_WHY_BYTES);
        final byte[] all = new byte[1 + name.length + reason.length];
        all[0] = (byte) name.length;
        System.arraycopy(name, 0, all, 1, name.length);
        System.arraycopy(reason, 0, all, 1 + name.length, reason.length);
        return all;
    }

    /** Nobody in particular. */
    public static byte[] none() {
        return NONE;
    }

    private static byte[] text(final String what, final String text, final int maxBytes) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    what + ": " + bytes.length + " bytes of UTF-8, " + maxBytes + " are possible");
        }
        return bytes;
    }

    /** Writes a whole event of an operator's on a match; see the class for the types. */
    public static Event write(
            final Event event, final EventType type, final int match, final int player, final byte[] operator) {
        event.begin(type, match, player, operator.length);
        event.buffer().putBytes(Event.HEADER_BYTES, operator);
        return event;
    }

    /** True for bytes that {@link #of} could have made. */
    public static boolean isWhole(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes == 0) {
            return true;
        }
        final int who = buffer.getByte(offset) & 0xFF;
        return lengthBytes <= MAX_BYTES && who <= MAX_WHO_BYTES && 1 + who <= lengthBytes;
    }

    /** The operator's name; empty for nobody in particular. */
    public static String who(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        return lengthBytes == 0 ? "" : text(buffer, offset + 1, buffer.getByte(offset) & 0xFF);
    }

    /** The operator's reason. */
    public static String why(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes == 0) {
            return "";
        }
        final int who = buffer.getByte(offset) & 0xFF;
        return text(buffer, offset + 1 + who, lengthBytes - 1 - who);
    }

    private static String text(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

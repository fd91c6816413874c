package ringside.io.protocol;

/**
 * What holds for every message.
 *
 * <pre>
 * a message        offset  length  what
 *                  0       1       type (MessageType)
 *                  1       n       body
 *
 * TCP              offset  length  what
 *                  0       2       length of the message, BIG-endian, at least 1
 *                  2       n       the message
 *
 * WebSocket        one binary frame is one message
 * </pre>
 *
 * All other numbers are little-endian. The length alone is big-endian, so that with {@link #MAX_CLIENT_MESSAGE_BYTES}
 * the first byte of a framed connection is at most 0x09: a person who types is known by the first byte, be it a letter,
 * an end of line or a telnet command.
 */
public final class Wire {
    /** Raised when a client of the version before would misread something. */
    public static final int PROTOCOL_VERSION = 1;

    /** Bytes of the length before a message on TCP. */
    public static final int LENGTH_BYTES = 2;

    /** Bytes of the type at the start of a message. */
    public static final int TYPE_BYTES = 1;

    /** The longest message of a client: 0x09FF, see above. */
    public static final int MAX_CLIENT_MESSAGE_BYTES = 2_559;

    /** The longest message of a server. */
    public static final int MAX_SERVER_MESSAGE_BYTES = 65_535;

    /** Bytes of a resume secret. */
    public static final int SECRET_BYTES = 16;

    private static final int MAX_FIRST_BYTE = MAX_CLIENT_MESSAGE_BYTES >> 8;

    private Wire() {}

    /** True when a TCP connection that begins with this byte is a person's, not a framed client's. */
    public static boolean beginsText(final byte firstByte) {
        return (firstByte & 0xFF) > MAX_FIRST_BYTE;
    }
}

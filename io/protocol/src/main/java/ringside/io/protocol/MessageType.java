package ringside.io.protocol;

import org.jspecify.annotations.Nullable;

/** What a message is. Codes below 64 come from clients, the others from servers; they never change. */
public enum MessageType {
    /** FlatBuffers: who wants to play what. The first message of a connection. */
    HELLO(1),
    /** Inputs not yet known to be consumed. */
    INPUTS(2),
    /** Parts of views that arrived. */
    ACKS(3),
    /** Asks for an echo. */
    PING(4),
    /** A request that is not tied to a frame. */
    COMMAND(5),
    /** Gives up the seat. */
    LEAVE(6),
    /** Turns and parts of an image that arrived. */
    TURN_ACK(7),
    /** One part of what a client computed that differs from what the server did. */
    DESYNC(8),
    /** Marks a moment with a text. */
    BOOKMARK(9),
    /** Asks to be shown everything, which a server in development allows. */
    SIGHT(12),

    /** FlatBuffers: the seat is taken. */
    WELCOME(64),
    /** One part of a view. */
    VIEW(65),
    /** The echo. */
    PONG(66),
    /** FlatBuffers: why the connection ends. The last message of a connection. */
    DISCONNECT(67),
    /** An input or command was not taken. */
    REFUSED(68),
    /** A command was applied. */
    COMMAND_APPLIED(69),
    /** Whole turns of a match played in lockstep. */
    TURNS(70),
    /** One part of a turn that is longer than a message. */
    TURN_PART(71),
    /** One part of an image of a match played in lockstep. */
    IMAGE(72),
    /** Names the first difference of what a client computed. */
    DESYNCED(73),
    /** A moment was marked. */
    BOOKMARKED(74),
    /** Another server is about to take over. */
    MOVING(75);

    private static final int FIRST_OF_SERVER = 64;
    private static final @Nullable MessageType[] BY_CODE = new @Nullable MessageType[256];

    static {
        for (final MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    MessageType(final int code) {
        this.code = code;
    }

    public byte code() {
        return (byte) code;
    }

    /**
     * True for the types of which none is missed for good when it is lost: it comes again, or a newer one says more. Where there
     * are datagrams they travel as such, the others in order.
     */
    public boolean mayBeLost() {
        return switch (this) {
            case INPUTS, ACKS, PING, TURN_ACK, VIEW, PONG, TURNS -> true;
            default -> false;
        };
    }

    /** True for the types that a client sends. */
    public boolean isClients() {
        return code < FIRST_OF_SERVER;
    }

    /** The type of that code, or null. */
    public static @Nullable MessageType of(final byte code) {
        return BY_CODE[code & 0xFF];
    }
}

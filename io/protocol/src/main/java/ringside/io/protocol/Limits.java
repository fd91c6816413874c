package ringside.io.protocol;

/**
 * The bounds of the conversation with one client. Immutable. Rates are kept by token buckets that hold one second's worth.
 *
 * @param maxPartBytes the longest part of a view, its header included; fits one datagram
 * @param maxInputsPerMessage inputs that one INPUTS message may repeat; more is {@link DisconnectReason#BAD_LENGTH}
 * @param maxAcksPerMessage acknowledgements of one ACKS message; more is {@link DisconnectReason#BAD_LENGTH}
 * @param maxInputsPerFrame new inputs a player may send per frame, on average over a second; the others are refused with
 *     {@link RefusalReason#TOO_MANY_INPUTS}
 * @param maxCommandsPerSecond commands a player may send; the others are refused with {@link
 *     RefusalReason#TOO_MANY_COMMANDS}
 * @param maxPingsPerSecond pings that are answered; more is {@link DisconnectReason#FLOOD}
 * @param maxMessagesPerSecond messages of any kind; more is {@link DisconnectReason#FLOOD}
 * @param handshakeDeadlineMs from the connection's beginning to a whole HELLO; then {@link
 *     DisconnectReason#HANDSHAKE_DEADLINE}
 * @param joinDeadlineMs from the HELLO to logic's answer; then {@link DisconnectReason#OVERLOADED}
 * @param idleTimeoutMs without a whole message from the client; then {@link DisconnectReason#IDLE}
 * @param slowClientMs without taking a single byte of what waits for it; then {@link DisconnectReason#SLOW_CLIENT}
 */
public record Limits(
        int maxPartBytes,
        int maxInputsPerMessage,
        int maxAcksPerMessage,
        int maxInputsPerFrame,
        int maxCommandsPerSecond,
        int maxPingsPerSecond,
        int maxMessagesPerSecond,
        int handshakeDeadlineMs,
        int joinDeadlineMs,
        int idleTimeoutMs,
        int slowClientMs) {
    public static final Limits DEFAULT = new Limits(1_200, 16, 64, 4, 10, 10, 1_000, 5_000, 10_000, 15_000, 5_000);

    /** Bytes of a connect token. */
    public static final int MAX_TOKEN_BYTES = 1_024;

    /** Bytes of a layout's join record. */
    public static final int MAX_JOIN_BYTES = 1_024;

    /** Bytes of the game's name, the client's name, the server's name. */
    public static final int MAX_NAME_BYTES = 64;

    /** Bytes of a layout as JSON. */
    public static final int MAX_LAYOUT_BYTES = 60_000;

    /** Bytes of a layout's rules record. */
    public static final int MAX_RULES_BYTES = 4_096;

    /** Bytes of the text and of the field of a DISCONNECT. */
    public static final int MAX_TEXT_BYTES = 512;

    public Limits {
        require("maxPartBytes", maxPartBytes, 40, 16_384);
        require("maxInputsPerMessage", maxInputsPerMessage, 1, 255);
        require("maxAcksPerMessage", maxAcksPerMessage, 1, 255);
        require("maxInputsPerFrame", maxInputsPerFrame, 1, 255);
        require("maxCommandsPerSecond", maxCommandsPerSecond, 1, 65_535);
        require("maxPingsPerSecond", maxPingsPerSecond, 1, 65_535);
        require("maxMessagesPerSecond", maxMessagesPerSecond, 1, 65_535);
        require("handshakeDeadlineMs", handshakeDeadlineMs, 1, 600_000);
        require("joinDeadlineMs", joinDeadlineMs, 1, 600_000);
        require("idleTimeoutMs", idleTimeoutMs, 1, 86_400_000);
        require("slowClientMs", slowClientMs, 1, 600_000);
    }

    /** The same with another time for HELLO. */
    public Limits withHandshakeDeadlineMs(final int ms) {
        return with(ms, idleTimeoutMs);
    }

    /** The same with another time without a message. */
    public Limits withIdleTimeoutMs(final int ms) {
        return with(handshakeDeadlineMs, ms);
    }

    private Limits with(final int handshakeMs, final int idleMs) {
        return new Limits(
                maxPartBytes,
                maxInputsPerMessage,
                maxAcksPerMessage,
                maxInputsPerFrame,
                maxCommandsPerSecond,
                maxPingsPerSecond,
                maxMessagesPerSecond,
                handshakeMs,
                joinDeadlineMs,
                idleMs,
                slowClientMs);
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": " + min + " to " + max + " are possible");
        }
    }
}

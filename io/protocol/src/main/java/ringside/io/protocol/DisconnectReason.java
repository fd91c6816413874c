package ringside.io.protocol;

import org.jspecify.annotations.Nullable;

/** Why a connection ends. The codes are on the wire and never change. */
public enum DisconnectReason {
    // ---- the client sent what no client should send
    BAD_LENGTH(1, Retry.NEVER, "A message's length is not one that its type can have."),
    UNKNOWN_MESSAGE(2, Retry.NEVER, "A message's type is unknown."),
    UNEXPECTED_MESSAGE(3, Retry.NEVER, "A message came that has no place at this point."),
    BAD_MESSAGE(4, Retry.NEVER, "A message contradicts itself."),
    VALUE_OUT_OF_RANGE(5, Retry.NEVER, "A value lies outside the range of its field."),
    FLOOD(6, Retry.LATER, "Messages came faster than the limits allow."),
    BAD_FRAME(7, Retry.NEVER, "A WebSocket frame is not of the kind or size that is served here."),

    // ---- the handshake came to no end, or to a bad one
    PROTOCOL_VERSION(16, Retry.NEVER, "The server speaks another version of the protocol."),
    HANDSHAKE_DEADLINE(17, Retry.NOW, "The handshake took too long."),
    UNKNOWN_GAME(18, Retry.NEVER, "The server does not run this game."),
    LAYOUT_MISMATCH(19, Retry.NEVER, "The client was built for another version of the game."),
    UNKNOWN_MATCH(20, Retry.NEVER, "There is no such match."),
    MATCH_FULL(21, Retry.LATER, "Every seat of the match is taken."),
    TOKEN_MISSING(22, Retry.NEVER, "This server needs a connect token."),
    TOKEN_REFUSED(23, Retry.NEVER, "The connect token is not good here."),
    TOKEN_EXPIRED(24, Retry.NEVER, "The connect token has expired."),
    TOKEN_USED(25, Retry.NEVER, "The connect token was used before."),
    RESUME_REFUSED(26, Retry.NEVER, "The resume secret is not that of the seat: join anew."),
    NO_ROOM(27, Retry.LATER, "The server has no room for another match."),
    LOCKSTEP_ONLY(28, Retry.NEVER, "The match is played in lockstep: a client must have the game itself to join it."),
    TOKEN_MALFORMED(29, Retry.NEVER, "The connect token cannot be read."),
    TOKEN_OTHER_SERVER(30, Retry.NEVER, "The connect token is for another server."),
    TOKEN_OTHER_MATCH(31, Retry.NEVER, "The connect token is for another match."),

    // ---- the connection could not be kept
    IDLE(32, Retry.NOW, "Nothing came from the client for too long."),
    SLOW_CLIENT(33, Retry.NOW, "The client did not read what was sent to it."),
    RESUMED_ELSEWHERE(34, Retry.NEVER, "The seat went on over a newer connection."),
    OVERLOADED(35, Retry.LATER, "The server is overloaded."),
    TOO_MANY_CONNECTIONS(36, Retry.LATER, "Too many connections are open."),
    SERVER_STOPPING(37, Retry.LATER, "The server is stopping."),
    SERVER_ERROR(38, Retry.LATER, "The server failed to handle this connection."),
    NOT_SERVING(39, Retry.NOW, "This server is a standby: another one serves the match."),

    // ---- play came to its end
    MATCH_OVER(48, Retry.NEVER, "The match is over."),
    LEFT(49, Retry.NEVER, "You left the match."),
    KICKED(50, Retry.NEVER, "An operator removed you from the match."),
    DESYNCED(51, Retry.NEVER, "What the client computes differs from the server's match again and again.");

    /** When the same attempt may succeed. */
    public enum Retry {
        /** Not without changing something. */
        NEVER(-1),
        /** At once. */
        NOW(0),
        /** After a while, with some randomness added by the client. */
        LATER(2_000);

        private final int afterMs;

        Retry(final int afterMs) {
            this.afterMs = afterMs;
        }

        /** Milliseconds to wait; -1 when waiting does not help. */
        public int afterMs() {
            return afterMs;
        }
    }

    private final int code;
    private final Retry retry;
    private final String sentence;

    DisconnectReason(final int code, final Retry retry, final String sentence) {
        this.code = code;
        this.retry = retry;
        this.sentence = sentence;
    }

    public int code() {
        return code;
    }

    public Retry retry() {
        return retry;
    }

    /** One sentence for people. */
    public String sentence() {
        return sentence;
    }

    /** The close code of a WebSocket that ends for this reason: 4000 and the reason's code. */
    public int webSocketCloseCode() {
        return 4000 + code;
    }

    public static @Nullable DisconnectReason of(final int code) {
        for (final DisconnectReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }
}

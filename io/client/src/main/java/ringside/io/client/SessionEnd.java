package ringside.io.client;

import org.jspecify.annotations.Nullable;
import ringside.io.protocol.DisconnectMessage;

/**
 * Why a session is over for good.
 *
 * @param message what the server said last, or null when it said nothing
 * @param text one sentence for people
 */
public record SessionEnd(Kind kind, @Nullable DisconnectMessage message, String text) {
    /** Who ended it. */
    public enum Kind {
        /** The player left, and the server knows. */
        LEFT,
        /** The server said that the same attempt will not succeed. */
        REFUSED,
        /** No server gave the seat back in time. */
        GAVE_UP,
        /** This client was closed without leaving. */
        CLOSED,
        /** The listener threw an exception. */
        FAILED
    }
}

package ringside.engine.event;

import org.jspecify.annotations.Nullable;

/** What an event says. The codes stand in journals and never change. */
public enum EventType {
    /** A journal was opened for writing: a new epoch begins and every connection is gone. */
    OPEN(1),
    /** One step of simulated time, for all running matches of the engine. */
    FRAME(2),
    /** A player's input for one frame. */
    INPUT(3),
    /** A player's request that is not tied to a frame. */
    COMMAND(4),
    /** A player asks for a seat. */
    JOIN(5),
    /** A player comes back to a seat over a new connection. */
    RESUME(6),
    /** A player's connection is gone; the seat is held. */
    DISCONNECT(7),
    /** A player gives up the seat. */
    LEAVE(8),
    /** A match begins. */
    CREATE(9),
    /** An operator ends a match. */
    END(10),
    /** An operator lets a match stand still. */
    PAUSE(11),
    /** An operator lets a paused match go on. */
    CONTINUE(12),
    /** An operator removes a player. */
    KICK(13),
    /** An operator gives a match other rules. */
    RULES(14),
    /** The result of a match that is over has arrived where results go: the match may be forgotten. */
    DELIVERED(15),
    /** Who must have every event before it is shown: the in-sync set of level replicated. */
    MEMBERS(16),
    /** Somebody marked a moment of a match with a text. Changes nothing: it is for whoever looks at the recording. */
    BOOKMARK(17);

    private static final @Nullable EventType[] BY_CODE = new @Nullable EventType[256];

    static {
        for (final EventType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    EventType(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The type of that code, or null. */
    public static @Nullable EventType of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}

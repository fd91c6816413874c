package ringside.engine.logic;

import org.jspecify.annotations.Nullable;

/** What a game can be told between two frames. The codes stand in turns and never change. */
enum CallKind {
    JOINED(0),
    DISCONNECTED(1),
    RESUMED(2),
    LEFT(3),
    COMMAND(4),
    RULES(5);

    /** The highest code. */
    static final int LAST = 5;

    private static final CallKind[] KINDS = values();

    private final int code;

    CallKind(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The kind of a code, or null. */
    static @Nullable CallKind of(final int code) {
        return code >= 0 && code < KINDS.length ? KINDS[code] : null;
    }
}

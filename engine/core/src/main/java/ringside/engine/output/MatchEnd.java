package ringside.engine.output;

/** How a match came to its end. The codes stand in journals and never change. */
public enum MatchEnd {
    /** The game said so. */
    FINISHED(1),
    /** An operator said so. */
    ABORTED(2),
    /** The game threw; the match stands as at the end of its last good frame. */
    FAILED(3),
    /** Nobody was there any more. */
    ABANDONED(4);

    private static final MatchEnd[] BY_CODE = new MatchEnd[values().length + 1];

    static {
        for (final MatchEnd end : values()) {
            BY_CODE[end.code] = end;
        }
    }

    private final int code;

    MatchEnd(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The end of a code that {@link #code} gave. */
    public static MatchEnd of(final int code) {
        return BY_CODE[code];
    }
}

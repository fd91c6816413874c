package ringside.engine.output;

/** What logic answers to a request of a connection. */
public enum AnswerKind {
    /** A seat was given: {@code player} is its number. */
    JOINED(1),
    /** A held seat was taken again. */
    RESUMED(2),
    /** No seat: the detail is a {@link Refusal} code. */
    JOIN_REFUSED(3),
    /** An input was not taken: the sequence is its inputSeq, the detail a {@link Refusal} code. */
    INPUT_REFUSED(4),
    /** A command was applied: the sequence is its own. */
    COMMAND_APPLIED(5),
    /** A command was not taken: the detail is a {@link Refusal} code. */
    COMMAND_REFUSED(6),
    /** The seat went to a newer connection; this one must close. */
    RESUMED_ELSEWHERE(7),
    /** The player left, or was removed. */
    LEFT(8),
    /** The match is over: the detail is a {@link MatchEnd} code. */
    MATCH_ENDED(9),
    /** What an operator asked for was done: the sequence is the operator's number for the request. */
    OPERATOR_DONE(10),
    /** What an operator asked for was not done: the detail is a {@link Refusal} code. */
    OPERATOR_REFUSED(11),
    /** An operator removed the player. */
    KICKED(12),
    /** A moment was marked: the sequence is the asker's number for it, the detail the frame. */
    BOOKMARKED(13),
    /** A moment was not marked: the detail is a {@link Refusal} code. */
    BOOKMARK_REFUSED(14);

    private static final AnswerKind[] BY_CODE = new AnswerKind[values().length + 1];

    static {
        for (final AnswerKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;

    AnswerKind(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The kind of a code that {@link #code} gave. */
    public static AnswerKind of(final int code) {
        return BY_CODE[code];
    }
}

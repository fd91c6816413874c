package ringside.engine.output;

/** What logic answers to a request of a connection. */
public enum AnswerKind {
    /** A seat was given: {@code player} is its number. */
    JOINED,
    /** A held seat was taken again. */
    RESUMED,
    /** No seat: the detail is a {@link Refusal} code. */
    JOIN_REFUSED,
    /** An input was not taken: the sequence is its inputSeq, the detail a {@link Refusal} code. */
    INPUT_REFUSED,
    /** A command was applied: the sequence is its own. */
    COMMAND_APPLIED,
    /** A command was not taken: the detail is a {@link Refusal} code. */
    COMMAND_REFUSED,
    /** The seat went to a newer connection; this one must close. */
    RESUMED_ELSEWHERE,
    /** The player left, or was removed. */
    LEFT,
    /** The match is over: the detail is a {@link MatchEnd} code. */
    MATCH_ENDED
}

package ringside.server;

/** What an operator asked for was not done. One line: the thing, the value, the way out. */
public final class OperatorException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    /** Who could mend it, and how. */
    public enum Why {
        /** The request makes no sense as it is. */
        INVALID,
        /** There is no such match. */
        NOT_FOUND,
        /** Logic looked at it and said no. */
        REFUSED,
        /** No room, or overloaded: later it may be possible. */
        BUSY,
        /** No answer came in time: it may have been done, or may be done yet. */
        UNKNOWN
    }

    OperatorException(final Why why, final String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}

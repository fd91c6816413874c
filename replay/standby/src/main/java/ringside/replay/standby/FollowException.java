package ringside.replay.standby;

/** The connection cannot go on. One line, and the number that the other side is told. */
public final class FollowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public FollowException(final Reason reason, final String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

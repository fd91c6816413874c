package ringside.replay;

/** A recording cannot be replayed here: the message names what was recorded, what this is, and the way out. */
public class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReplayException(final String message) {
        super(message);
    }

    public ReplayException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

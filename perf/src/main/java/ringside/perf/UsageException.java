package ringside.perf;

/** What was asked for cannot be done: the message says why and what can. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(final String message) {
        super(message);
    }
}

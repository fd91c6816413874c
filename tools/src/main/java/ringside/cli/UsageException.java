package ringside.cli;

/** What was asked for cannot be done: the message says why and what can. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(final String message) {
        super(message);
    }
}

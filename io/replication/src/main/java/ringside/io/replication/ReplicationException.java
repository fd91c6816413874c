package ringside.io.replication;

/** A port or a certificate cannot be used. One line: the thing, the value, the way out. */
public final class ReplicationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplicationException(final String message) {
        super(message);
    }

    ReplicationException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

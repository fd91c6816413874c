package ringside.latency.report;

/** What was asked for cannot be read or written: the message names the file, why, and what can be done. */
public final class LatencyLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LatencyLogException(final String message) {
        super(message);
    }

    public LatencyLogException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

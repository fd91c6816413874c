package ringside.perf;

import org.jspecify.annotations.Nullable;

/** A run that did not come to its end, or whose result is wrong: there is nothing to report. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunFailedException(final String message) {
        this(message, null);
    }

    public RunFailedException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}

package ringside.server;

import org.jspecify.annotations.Nullable;

/** The server cannot start, or cannot go on. One line: the thing, the value, the way out. */
public final class ServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean configuration;

    private ServerException(final String message, final @Nullable Throwable cause, final boolean configuration) {
        super(message, cause);
        this.configuration = configuration;
    }

    /** What was asked for cannot be: a wrong setting, a port in use, a directory of another server. */
    public static ServerException configuration(final String message) {
        return new ServerException(message, null, true);
    }

    public static ServerException configuration(final String message, final Throwable cause) {
        return new ServerException(message, cause, true);
    }

    /** The start cannot come to its end, whatever is asked for. */
    static ServerException failed(final String message, final @Nullable Throwable cause) {
        return new ServerException(message, cause, false);
    }

    /** True when the operator can mend it by asking for something else. */
    public boolean isConfiguration() {
        return configuration;
    }
}

package ringside.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;

/** A server did not do what an operator asked for. */
final class AdminRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int WRONG = 400;
    private static final int NO_SECRET = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LONG = 413;

    private final boolean usage;

    private AdminRefusal(final String message, final IOException cause, final boolean usage) {
        super(message, cause);
        this.usage = usage;
    }

    private AdminRefusal(final String message, final boolean usage) {
        super(message);
        this.usage = usage;
    }

    /** What the server answered. */
    static AdminRefusal of(final int status, final String error) {
        return new AdminRefusal(
                status == NO_SECRET ? error + "; set the variable " + AdminOptions.SECRET_VARIABLE : error,
                status == WRONG || status == NO_SECRET || status == FORBIDDEN || status == TOO_LONG);
    }

    static AdminRefusal unreachable(final String address, final IOException cause) {
        final String why = cause instanceof HttpTimeoutException
                ? "it takes too long"
                : cause instanceof ConnectException ? "nobody listens there" : "the connection broke";
        return new AdminRefusal(
                "--admin " + address + ": no answer (" + why
                        + "); is a server running with --admin, and is this its port?",
                cause,
                true);
    }

    static AdminRefusal foreign(final String address, final IOException cause) {
        return new AdminRefusal("--admin " + address + ": answers, but is no admin port of Ringside", cause, true);
    }

    /** True when asking in another way may help; false when the server looked at it and said no. */
    boolean isUsage() {
        return usage;
    }
}

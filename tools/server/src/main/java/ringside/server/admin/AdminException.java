package ringside.server.admin;

import ringside.server.OperatorException;

/** A request that is answered by an error: the status of HTTP, and one line. */
final class AdminException extends Exception {
    static final int WRONG = 400;
    static final int NO_SECRET = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD = 405;
    static final int REFUSED = 409;
    static final int TOO_LONG = 413;
    static final int OUR_FAULT = 500;
    static final int UNAVAILABLE = 503;
    static final int NO_ANSWER = 504;

    private static final long serialVersionUID = 1L;

    private final int status;

    AdminException(final int status, final String message) {
        super(message);
        this.status = status;
    }

    static AdminException of(final OperatorException e) {
        final int status = switch (e.why()) {
            case INVALID -> WRONG;
            case NOT_FOUND -> NOT_FOUND;
            case REFUSED -> REFUSED;
            case BUSY -> UNAVAILABLE;
            case UNKNOWN -> NO_ANSWER;
        };
        return new AdminException(status, String.valueOf(e.getMessage()));
    }

    int status() {
        return status;
    }
}

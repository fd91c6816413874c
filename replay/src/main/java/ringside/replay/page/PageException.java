package ringside.replay.page;

/** What a request is refused with. */
final class PageException extends RuntimeException {
    static final int WRONG = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_HERE = 404;
    static final int NOT_THAT_WAY = 405;
    static final int OUR_FAULT = 500;

    private static final long serialVersionUID = 1L;

    private final int status;

    PageException(final int status, final String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}

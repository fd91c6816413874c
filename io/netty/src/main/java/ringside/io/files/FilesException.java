package ringside.io.files;

/** Files cannot be read, or hold what is of no use. One line: the file, what is wrong, the way out. */
public final class FilesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FilesException(final String message) {
        super(message);
    }

    public FilesException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

package ringside.layout;

/** A layout contradicts itself, or was used against its declaration. The message names table, column and value. */
public class LayoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LayoutException(final String message) {
        super(message);
    }
}

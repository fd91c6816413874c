package ringside.layout;

/** A game used its state against the layout: a stale row, a full table, a value out of range. Names all three. */
public class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateException(final String message) {
        super(message);
    }
}

package ringside.behavior;

/** A tree, or what it is made of, breaks a rule; the message names what, the limit and the way out. */
public final class TreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TreeException(final String message) {
        super(message);
    }
}

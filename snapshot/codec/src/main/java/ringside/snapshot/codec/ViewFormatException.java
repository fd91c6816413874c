package ringside.snapshot.codec;

/**
 * A part of a view that no encoder of this layout and this client wrote. The decoder that throws it is as it was
 * before; a client that meets it asks for a new beginning (see {@link ViewEncoder#reset}).
 */
public final class ViewFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ViewFormatException(final String message) {
        super(message);
    }
}

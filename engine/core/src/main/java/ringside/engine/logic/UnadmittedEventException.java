package ringside.engine.logic;

/** An event that no edge of this layout can have admitted: the journal is not of these games. Stops the engine. */
public final class UnadmittedEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnadmittedEventException(final String message) {
        super(message);
    }
}

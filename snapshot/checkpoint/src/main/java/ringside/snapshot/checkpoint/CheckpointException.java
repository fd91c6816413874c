package ringside.snapshot.checkpoint;

/** A checkpoint cannot be used, or not be written. The message names the file, the reason and the way out. */
public class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CheckpointException(final String message) {
        super(message);
    }

    public CheckpointException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

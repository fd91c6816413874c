package ringside.replay.file;

import ringside.replay.ReplayException;

/** A match file whose bytes are not those that were written. */
public final class DamagedFileException extends ReplayException {
    private static final long serialVersionUID = 1L;

    DamagedFileException(final String message) {
        super(message);
    }

    DamagedFileException(final String message, final Throwable cause) {
        super(message, cause);
    }
}

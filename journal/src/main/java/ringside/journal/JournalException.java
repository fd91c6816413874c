package ringside.journal;

import org.jspecify.annotations.Nullable;

/**
 * A journal cannot go on. The message is one line that names the path, the position where there is one, and the way out;
 * the code lets a program decide.
 */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Code {
        /** Bytes that were written are not what they were, or are gone below the synced mark. */
        CORRUPT,
        /** Events above the synced mark and at or below the appended mark are gone. */
        TAIL_LOST,
        /** Another process has the data directory. */
        LOCKED,
        /** The disk is full. Nothing of the refused record was written. */
        FULL,
        /** The directory or a file in it cannot be written, or a write failed. */
        NOT_WRITABLE,
        /** A directory or file cannot be read. */
        NOT_READABLE,
        /** The journal belongs to another server. */
        WRONG_SERVER,
        /** A file of another format, or of a later version of it. */
        FORMAT,
        /** The disk refused a sync: what was written since the last one may be lost. Never retried. */
        SYNC_FAILED,
        /** The marks are missing or damaged: the end of the journal cannot be proven. */
        MARKS_LOST,
        /** An event or identity is larger than a record may be. */
        TOO_LARGE,
        /** The durability level is not available yet. */
        NOT_AVAILABLE,
        /** The position asked for is not in the journal. */
        NO_SUCH_POSITION,
        /** The journal was closed. */
        CLOSED
    }

    private final Code code;
    private final long position;

    public JournalException(final Code code, final String message) {
        this(code, -1, message, null);
    }

    public JournalException(
            final Code code, final long position, final String message, final @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.position = position;
    }

    public Code code() {
        return code;
    }

    /** The position of the first event affected; -1 when it is not about a position. */
    public long position() {
        return position;
    }
}

package ringside.io.protocol;

import java.io.Serial;

/**
 * A message that ends its connection. Carries no stack trace: a hostile client makes many of these, and the reason says
 * it all.
 */
public final class ProtocolException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final DisconnectReason reason;
    private final String field;

    public ProtocolException(final DisconnectReason reason, final String field) {
        super(field.isEmpty() ? reason.sentence() : reason.sentence() + " (" + field + ")", null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public ProtocolException(final DisconnectReason reason) {
        this(reason, "");
    }

    public DisconnectReason reason() {
        return reason;
    }

    /** The field or thing that is wrong, or nothing. */
    public String field() {
        return field;
    }
}

package ringside.io.netty;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A port could not be had. Its message is one line for people. */
public final class ListenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ListenException(final String host, final int port, final @Nullable Throwable cause) {
        super(
                "cannot listen on " + host + " port " + port + ": "
                        + (cause == null ? "unknown cause" : cause.getMessage())
                        + "; choose another port or stop what uses it",
                cause);
    }
}

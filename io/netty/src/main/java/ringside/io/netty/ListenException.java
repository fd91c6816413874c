package ringside.io.netty;

import java.io.Serial;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** A port could not be had. Its message is one line for people. */
public final class ListenException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ListenException(final String host, final int port, final @Nullable Throwable cause) {
        super("cannot listen on " + host + " port " + port + ": " + describe(cause), cause);
    }

    private static String describe(final @Nullable Throwable cause) {
        if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
            return "no such address on this machine; 127.0.0.1 and 0.0.0.0 are usual";
        }
        final String why = cause == null || cause.getMessage() == null ? String.valueOf(cause) : cause.getMessage();
        return why + "; choose another port or stop what uses it";
    }
}

package ringside.io.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import ringside.io.protocol.DisconnectReason;
import ringside.io.session.Connection;

/** What becomes of an exception in a channel's pipeline: that channel ends, and nothing else. */
final class Faults {
    private Faults() {}

    /** Ends the channel. An {@link Error} goes on to whoever watches the threads. */
    static void closeOn(final ChannelHandlerContext context, final Throwable cause, final Connection connection) {
        final Throwable root = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof IOException) {
            // The network went away; there is nobody to tell.
            connection.peerClosed();
            context.close();
        } else if (cause instanceof DecoderException) {
            connection.refuse(DisconnectReason.BAD_FRAME, "");
        } else {
            connection.refuse(DisconnectReason.SERVER_ERROR, "");
        }
        if (root instanceof Error) {
            report(root);
        }
    }

    /** A task of an event loop is done: if it failed, whoever watches the threads hears of it. */
    static void report(final Future<?> done) {
        final Throwable cause = done.isCancelled() ? null : done.cause();
        if (cause != null) {
            report(cause);
        }
    }

    /** Tells whoever watches the threads. */
    static void report(final Throwable cause) {
        final Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
    }
}

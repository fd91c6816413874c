package ringside.io.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import ringside.io.protocol.DisconnectReason;
import ringside.io.session.Connection;

/**
 * What becomes of an exception in a channel's pipeline: that channel ends, and nothing else. An {@link Error} is another
 * matter: it goes to whoever watches the thread, and the server stops.
 */
final class Faults {
    private static final int DEEPEST_CAUSE = 8;

    private Faults() {}

    /** Ends the channel. */
    static void closeOn(final ChannelHandlerContext context, final Throwable cause, final Connection connection) {
        // First of all: what follows may fail for want of the same memory.
        reportError(cause);
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
    }

    /** Tells whoever watches the thread, if this is an {@link Error}, or was caused by one. */
    static void reportError(final Throwable cause) {
        if (isError(cause)) {
            report(cause);
        }
    }

    /** Whether this is an {@link Error}, or was caused by one. */
    static boolean isError(final Throwable cause) {
        Throwable each = cause;
        for (int depth = 0; each != null && depth < DEEPEST_CAUSE; depth++) {
            if (each instanceof Error) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** A task of an event loop is done: if it failed, whoever watches the threads hears of it. */
    static void report(final Future<?> done) {
        final Throwable cause = done.isCancelled() ? null : done.cause();
        if (cause != null) {
            report(cause);
        }
    }

    /** Tells whoever watches the thread: see {@link LoopThreads}. */
    static void report(final Throwable cause) {
        final Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
    }
}

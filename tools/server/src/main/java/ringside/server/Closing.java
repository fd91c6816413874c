package ringside.server;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives things back when something went wrong meanwhile. */
final class Closing {
    private Closing() {}

    /** Closes what was opened before a failure, and lets that failure be the one that is told. */
    static void after(final Throwable cause, final AutoCloseable opened) {
        try {
            opened.close();
        } catch (final Exception e) {
            cause.addSuppressed(e);
        }
    }

    /** Closes all, in their order, and throws what the first of them threw. */
    static void all(final List<? extends AutoCloseable> resources) {
        Throwable first = null;
        for (final AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (final Exception | Error e) {
                first = first == null ? e : withSuppressed(first, e);
            }
        }
        rethrow(first);
    }

    private static Throwable withSuppressed(final Throwable first, final Throwable further) {
        first.addSuppressed(further);
        return first;
    }

    private static void rethrow(final @Nullable Throwable failure) {
        if (failure instanceof final Error error) {
            throw error;
        }
        if (failure instanceof final RuntimeException runtime) {
            throw runtime;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}

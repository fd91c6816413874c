package ringside.cli;

import org.jspecify.annotations.Nullable;
import ringside.server.RingsideServer;

/**
 * What becomes of a thread that ends by what nobody caught, whichever thread it is: a server that goes on without one of its threads
 * would be wrong in ways that nobody sees, so it stops. Thread-safe.
 */
final class Uncaught implements Thread.UncaughtExceptionHandler {
    private volatile @Nullable RingsideServer server;

    private Uncaught() {}

    /** From now on, for every thread of the process that has no handler of its own. */
    static Uncaught install() {
        final Uncaught uncaught = new Uncaught();
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        return uncaught;
    }

    /** There is a server to be stopped in order. Until now a failure ended the process at once: nothing was open to players. */
    void stops(final RingsideServer started) {
        server = started;
    }

    @Override
    public void uncaughtException(final Thread thread, final Throwable cause) {
        final RingsideServer started = server;
        if (started != null) {
            started.failed(thread, cause);
            return;
        }
        try {
            System.err.println(
                    "ringside: the thread " + thread.getName() + " failed: " + cause + ": the start is given up");
        } finally {
            Runtime.getRuntime().halt(ExitCode.FALSE);
        }
    }
}

package ringside.perf.scale;

import java.util.concurrent.TimeUnit;
import ringside.perf.RunFailedException;

/** Waiting for threads to end. */
final class Threads {
    private static final long LIMIT_MS = 60_000;

    private Threads() {}

    /** Returns when the thread has ended; at once when it never began. */
    static void join(final Thread thread) {
        try {
            thread.join(LIMIT_MS);
            if (thread.isAlive()) {
                throw new RunFailedException("thread " + thread.getName() + " did not end within "
                        + TimeUnit.MILLISECONDS.toSeconds(LIMIT_MS) + " s");
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

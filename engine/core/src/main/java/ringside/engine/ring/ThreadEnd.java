package ringside.engine.ring;

/** The end of a thread that turns a duty cycle and was told to stop. */
public final class ThreadEnd {
    private ThreadEnd() {}

    /**
     * Waits for it, unless called on that very thread. An interrupt does not end the waiting, as what the thread worked with is
     * about to be closed; it is still there afterwards.
     */
    public static void await(final Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package ringside.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM, as a wish that the main thread looks for: the JVM's shutdown waits until the main thread has ended
 * everything in its order.
 */
final class StopSignal {
    private static final long LONGEST_STOP_SECONDS = 20;

    private final CountDownLatch given = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);

    private StopSignal() {}

    /** Listens from now on. */
    static StopSignal install() {
        final StopSignal signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::shutDown, "ringside-stop"));
        return signal;
    }

    private void shutDown() {
        given.countDown();
        boolean interrupted = false;
        try {
            if (!done.await(LONGEST_STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("ringside: stopping took longer than " + LONGEST_STOP_SECONDS + " s; ended anyway");
            }
        } catch (final InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isGiven() {
        return given.getCount() == 0;
    }

    /** Everything has ended: the JVM may. Must be called on every way out. */
    void done() {
        done.countDown();
    }
}

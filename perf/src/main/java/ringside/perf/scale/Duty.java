package ringside.perf.scale;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A thread that turns a duty cycle and rests when there is nothing to do. */
final class Duty implements AutoCloseable {
    /** One turn: returns how much was done. */
    @FunctionalInterface
    interface Turn {
        int doWork() throws Exception;
    }

    private final Thread thread;
    private volatile boolean running = true;

    /** Not yet started: see {@link #start}. */
    Duty(final String name, final Turn turn, final LongSupplier restNs, final Consumer<Throwable> failed) {
        thread = new Thread(() -> run(turn, restNs, failed), name);
        thread.setDaemon(true);
    }

    private void run(final Turn turn, final LongSupplier restNs, final Consumer<Throwable> failed) {
        try {
            while (running) {
                if (turn.doWork() == 0) {
                    LockSupport.parkNanos(restNs.getAsLong());
                }
            }
        } catch (final Throwable e) {
            failed.accept(e);
        }
    }

    Duty start() {
        thread.start();
        return this;
    }

    Thread thread() {
        return thread;
    }

    /** Lets the turn in hand end, and waits for it. */
    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}

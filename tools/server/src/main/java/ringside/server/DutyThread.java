package ringside.server;

import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import ringside.engine.ring.ThreadEnd;

/**
 * A thread that turns a duty cycle: works while there is work, sleeps briefly while there is none. A cycle that throws
 * ends its thread and is reported.
 */
final class DutyThread implements AutoCloseable {
    /** One turn: returns how much was done. */
    @FunctionalInterface
    interface Duty {
        int doWork() throws Exception;
    }

    private final Thread thread;
    private volatile boolean running = true;

    /**
     * Starts turning.
     *
     * @param restNs how long to sleep after a turn without work; asked anew each time
     */
    DutyThread(final String name, final Duty duty, final LongSupplier restNs, final Consumer<Throwable> failed) {
        thread = new Thread(() -> turn(duty, restNs, failed), name);
        thread.setDaemon(true);
        thread.start();
    }

    private void turn(final Duty duty, final LongSupplier restNs, final Consumer<Throwable> failed) {
        try {
            while (running) {
                if (duty.doWork() == 0) {
                    LockSupport.parkNanos(restNs.getAsLong());
                }
            }
        } catch (final InterruptedException e) {
            if (running) {
                failed.accept(e);
            }
        } catch (final Throwable e) {
            failed.accept(e);
        }
    }

    /** Ends its rest, or has its next one end at once. Any thread. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Breaks off what the turn in hand waits for, if that can be, and waits for its end. */
    void interrupt() {
        running = false;
        thread.interrupt();
        close();
    }

    /** Has it end after the turn in hand; {@link #close} waits for that. */
    void end() {
        running = false;
        LockSupport.unpark(thread);
    }

    /** Lets the turn in hand end, and waits for it. */
    @Override
    public void close() {
        end();
        ThreadEnd.await(thread);
    }
}

package ringside.engine.ring;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;

/** A thread that turns the duty cycles of stages in their order until it is ended, or until one of them ends it by throwing. */
final class StageThread {
    private final List<Stage> stages;
    private final IdleStrategy idle;
    private final Thread thread;
    private volatile boolean running = true;

    /** @param atStart runs first, on the thread itself */
    StageThread(
            final String name,
            final List<Stage> stages,
            final WaitSettings wait,
            final ThreadFactory threads,
            final Runnable atStart) {
        this.stages = stages;
        idle = wait.newIdle();
        thread = threads.newThread(new Turning(atStart));
        thread.setName(name);
    }

    private final class Turning implements DutyCycle {
        private final Runnable atStart;
        private final Stage[] cycle = stages.toArray(Stage[]::new);

        Turning(final Runnable atStart) {
            this.atStart = atStart;
        }

        @Override
        public void run() {
            atStart.run();
            while (running) {
                idle.idle(doWork());
            }
        }

        @Override
        public int doWork() {
            int work = 0;
            for (final Stage stage : cycle) {
                work += stage.doWork();
            }
            return work;
        }
    }

    void start() {
        thread.start();
    }

    /** Ends its sleep, if it sleeps. A sleep that begins just now may be missed: it lasts no longer than its bound. */
    void wakeIfAsleep() {
        if (idle instanceof final ParkingIdle parking && parking.isSleeping()) {
            LockSupport.unpark(thread);
        }
    }

    /** Ends its sleep, or has its next one end at once. */
    void wake() {
        LockSupport.unpark(thread);
    }

    Thread thread() {
        return thread;
    }

    /** Lets the turn in hand end, and waits for it unless called from within. */
    void end() {
        running = false;
        LockSupport.unpark(thread);
        ThreadEnd.await(thread);
    }
}

package ringside.io.client;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.concurrent.Future;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One thread, and the many clients that live on it. It wakes when the earliest of them has something to do. {@link
 * #execute} may be called from any thread; all else happens on the loop.
 */
public final class ClientLoop implements Executor {
    private final EventLoop eventLoop;
    private final Class<? extends Channel> channelType;
    private final @Nullable Class<? extends DatagramChannel> datagramType;
    private final Layouts layouts;
    private final DeadlineHeap clients = new DeadlineHeap();
    private long wakeNs = Long.MAX_VALUE;

    ClientLoop(
            final EventLoop eventLoop,
            final Class<? extends Channel> channelType,
            final @Nullable Class<? extends DatagramChannel> datagramType,
            final Layouts layouts) {
        this.eventLoop = eventLoop;
        this.channelType = channelType;
        this.datagramType = datagramType;
        this.layouts = layouts;
    }

    @Override
    public void execute(final Runnable task) {
        eventLoop.execute(task);
    }

    /** True on this loop's thread. */
    public boolean isCurrent() {
        return eventLoop.inEventLoop();
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    Class<? extends Channel> channelType() {
        return channelType;
    }

    /** For UDP; null on loops for clients of this process. */
    @Nullable
    Class<? extends DatagramChannel> datagramType() {
        return datagramType;
    }

    Layouts layouts() {
        return layouts;
    }

    /** A client's deadline changed. */
    void moved(final GameClient client, final long deadlineNs) {
        if (deadlineNs != DeadlineHeap.deadlineNs(client)) {
            clients.set(client, deadlineNs);
            sleep();
        }
    }

    private void wake() {
        wakeNs = Long.MAX_VALUE;
        for (DeadlineHeap.Entry due = clients.pollDue(System.nanoTime());
                due != null;
                due = clients.pollDue(System.nanoTime())) {
            final GameClient client = (GameClient) due;
            clients.set(client, client.doWork(System.nanoTime()));
        }
        sleep();
    }

    private void sleep() {
        final long earliestNs = clients.earliestNs();
        if (earliestNs < wakeNs) {
            wakeNs = earliestNs;
            final long nowNs = System.nanoTime();
            final long delayNs = earliestNs <= nowNs ? 0 : earliestNs - nowNs;
            eventLoop.schedule(this::wakeIfDue, delayNs, TimeUnit.NANOSECONDS).addListener(ClientLoop::report);
        }
    }

    /** A timer's failure would otherwise be seen by nobody. */
    private static void report(final Future<?> timer) {
        final Throwable cause = timer.cause();
        if (cause != null && !timer.isCancelled()) {
            final Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, cause);
        }
    }

    /** A timer that was set before an earlier one was has nothing to do. */
    private void wakeIfDue() {
        if (System.nanoTime() >= wakeNs) {
            wake();
        }
    }
}

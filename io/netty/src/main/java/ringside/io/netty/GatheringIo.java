package ringside.io.netty;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import ringside.engine.ring.NanoClock;

/**
 * Looks at the network no more than once in a while as long as something comes, so that many connections are served at one go:
 * inputs of many players come one by one, some microseconds apart, and going to sleep and waking up for each of them costs
 * more than reading them. What comes after a pause is served at once, and so is a task, whoever hands it in.
 *
 * <p>Belongs to one event loop; {@link #wakeup} alone is for any thread.
 */
final class GatheringIo implements IoHandler {
    private final IoHandler io;
    private final long gatherNs;
    private final NanoClock clock;
    private final LongConsumer rest;
    private long servedNs;
    private boolean hasServed;
    private volatile Thread loop = Thread.currentThread();
    private volatile boolean isWoken;

    /**
     * @param gatherNs from one look that found something to the next
     * @param rest sleeps for so many nanoseconds; ends earlier when the thread is unparked
     */
    GatheringIo(final IoHandler io, final long gatherNs, final NanoClock clock, final LongConsumer rest) {
        this.io = io;
        this.gatherNs = gatherNs;
        this.clock = clock;
        this.rest = rest;
    }

    static IoHandlerFactory over(final IoHandlerFactory io, final long gatherNs) {
        return new IoHandlerFactory() {
            @Override
            public IoHandler newHandler(final ThreadAwareExecutor executor) {
                return new GatheringIo(io.newHandler(executor), gatherNs, NanoClock.SYSTEM, LockSupport::parkNanos);
            }

            @Override
            public boolean isChangingThreadSupported() {
                return false;
            }
        };
    }

    @Override
    public void initialize() {
        loop = Thread.currentThread();
        io.initialize();
    }

    @Override
    public int run(final IoHandlerContext context) {
        if (hasServed && context.canBlock()) {
            gather(context);
        }
        isWoken = false;
        final int served = io.run(context);
        hasServed = served > 0;
        if (hasServed) {
            servedNs = clock.nanoTime();
        }
        return served;
    }

    private void gather(final IoHandlerContext context) {
        final long nowNs = clock.nanoTime();
        final long restNs = Math.min(servedNs + gatherNs - nowNs, context.delayNanos(nowNs));
        if (restNs > 0 && !isWoken) {
            rest.accept(restNs);
        }
    }

    @Override
    public void wakeup() {
        isWoken = true;
        LockSupport.unpark(loop);
        io.wakeup();
    }

    @Override
    public void prepareToDestroy() {
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public IoRegistration register(final IoHandle handle) throws Exception {
        return io.register(handle);
    }

    @Override
    public boolean isCompatible(final Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }
}

package ringside.io.netty;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.NanoClock;
import ringside.io.protocol.Wire;
import ringside.io.session.Connection;
import ringside.io.session.Edge;
import ringside.io.session.EdgePump;

/** Ties an {@link Edge} to the event loop that owns it. */
final class LoopEdge implements EdgePump.Loop {
    /** How often the edge looks whether it is time for something. */
    static final int TICK_MS = 50;

    private final EventExecutor loop;
    private final Edge edge;
    private final NanoClock clock;
    private final AtomicBoolean isWaking = new AtomicBoolean();
    private final AtomicBoolean isDelivering = new AtomicBoolean();
    private final Runnable wakeTask = this::wakeOnLoop;
    private final Runnable deliverTask = this::deliverOnLoop;
    private final Incoming incoming = new Incoming();
    private final Outgoing outgoing = new Outgoing();
    private final byte[] inboundBytes = new byte[Wire.MAX_CLIENT_MESSAGE_BYTES];
    private final UnsafeBuffer inbound = new UnsafeBuffer(0, 0);

    LoopEdge(final EventExecutor loop, final Edge edge, final NanoClock clock) {
        this.loop = loop;
        this.edge = edge;
        this.clock = clock;
    }

    void start() {
        loop.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS)
                .addListener(Faults::report);
    }

    EventExecutor loop() {
        return loop;
    }

    Edge edge() {
        return edge;
    }

    /** Where what arrives over plain connections is read into. */
    Incoming incoming() {
        return incoming;
    }

    /** Where what leaves over plain connections is put together. */
    Outgoing outgoing() {
        return outgoing;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    @Override
    public AnswerQueue inbox() {
        return edge.inbox();
    }

    /** Any thread. Wakes that come while one is on its way are one. */
    @Override
    public void wake() {
        execute(wakeTask, isWaking);
    }

    /** Any thread. */
    @Override
    public void deliver() {
        execute(deliverTask, isDelivering);
    }

    private void execute(final Runnable task, final AtomicBoolean isOnItsWay) {
        if (isOnItsWay.compareAndSet(false, true)) {
            try {
                loop.execute(task);
            } catch (final RejectedExecutionException stopping) {
                isOnItsWay.set(false);
            }
        }
    }

    private void wakeOnLoop() {
        isWaking.set(false);
        guard(() -> edge.wake(clock.nanoTime()));
    }

    private void deliverOnLoop() {
        isDelivering.set(false);
        guard(() -> edge.deliver(clock.nanoTime()));
    }

    private void tick() {
        guard(() -> edge.tick(clock.nanoTime()));
    }

    /** Netty would log an exception of a task and, of a periodic one, never run it again. */
    private static void guard(final Runnable task) {
        try {
            task.run();
        } catch (final RuntimeException | Error e) {
            Faults.report(e);
        }
    }

    /** Copies one message out of what the network read, into a buffer that holds nothing else, and hands it over. */
    void deliver(final Connection connection, final ByteBuf from, final int index, final int lengthBytes) {
        if (lengthBytes > inboundBytes.length) {
            throw new IllegalArgumentException(
                    "a message of " + lengthBytes + " bytes; the carrier lets through " + inboundBytes.length);
        }
        from.getBytes(index, inboundBytes, 0, lengthBytes);
        inbound.wrap(inboundBytes, 0, lengthBytes);
        connection.receive(inbound, 0, lengthBytes, clock.nanoTime());
    }
}

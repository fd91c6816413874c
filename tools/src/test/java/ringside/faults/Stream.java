package ringside.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** One direction of one connection through a {@link FaultProxy}: a thread that reads, a bounded queue, a thread that writes. */
final class Stream {
    private static final int BLOCK_BYTES = 4_096;
    /** Beyond it nothing is read: then the sender's system holds it back, as in a network that is full. */
    private static final int MOST_BYTES = 1 << 20;

    private final Socket from;
    private final Socket to;
    private final Damage damage;
    private final Weather weather;
    private final Runnable broken;
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Block> queue = new ArrayDeque<>();
    private int queuedBytes;
    private boolean isOver;

    private record Block(long dueNs, ByteBuffer bytes, boolean isLast) {}

    /** How the network is in this direction: asked again and again. */
    interface Weather {
        /** Whether nothing passes. */
        boolean isBlocked();

        /** Whether what comes is lost without a word. */
        boolean isLost();

        /** How long the block of that number takes. */
        long delayNs(long block);

        /** Bytes a second that pass; 0 for any number. */
        int bytesPerSecond();
    }

    /** @param broken told when either end has broken, once or more often */
    Stream(
            final String name,
            final Socket from,
            final Socket to,
            final Damage damage,
            final Weather weather,
            final Runnable broken) {
        this.from = from;
        this.to = to;
        this.damage = damage;
        this.weather = weather;
        this.broken = broken;
        start(name + "-in", this::read);
        start(name + "-out", this::write);
    }

    private void start(final String name, final Work work) {
        final Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (final IOException e) {
                        broken.run();
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What a thread does. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void read() throws IOException, InterruptedException {
        final InputStream in = from.getInputStream();
        final byte[] block = new byte[BLOCK_BYTES];
        long number = 0;
        long dueNs = System.nanoTime();
        for (int count = in.read(block); count >= 0; count = in.read(block)) {
            if (weather.isLost()) {
                continue;
            }
            final byte[] bytes = damage.of(block, count);
            // Never before the one in front of it: this is a stream.
            dueNs = Math.max(dueNs, System.nanoTime() + weather.delayNs(number++));
            put(new Block(dueNs, ByteBuffer.wrap(bytes), false));
        }
        put(new Block(dueNs, ByteBuffer.allocate(0), true));
    }

    private void put(final Block block) throws InterruptedException {
        lock.lock();
        try {
            while (queuedBytes > MOST_BYTES && !isOver) {
                changed.await();
            }
            queue.add(block);
            queuedBytes += block.bytes().capacity();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void write() throws IOException, InterruptedException {
        final OutputStream out = to.getOutputStream();
        for (Block block = take(); block != null; block = take()) {
            if (block.isLast()) {
                if (!weather.isLost()) {
                    to.shutdownOutput();
                }
                return;
            }
            if (!weather.isLost()) {
                pass(out, block.bytes().array());
            }
        }
    }

    /** At the pace there is at that moment, in pieces of a tenth of a second. */
    private void pass(final OutputStream out, final byte[] bytes) throws IOException, InterruptedException {
        int at = 0;
        while (at < bytes.length) {
            final int pace = weather.bytesPerSecond();
            final int piece = pace == 0 ? bytes.length - at : Math.min(bytes.length - at, Math.max(1, pace / 10));
            out.write(bytes, at, piece);
            at += piece;
            if (pace != 0) {
                rest(TimeUnit.SECONDS.toNanos(piece) / pace);
            }
        }
    }

    private void rest(final long ns) throws InterruptedException {
        lock.lock();
        try {
            long left = ns;
            while (left > 0 && !isOver && weather.bytesPerSecond() != 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Block take() throws InterruptedException {
        lock.lock();
        try {
            while (!isOver) {
                final Block first = queue.peek();
                final long waitsNs = first == null ? 0 : first.dueNs() - System.nanoTime();
                if (first == null || weather.isBlocked()) {
                    changed.await();
                } else if (waitsNs > 0) {
                    changed.awaitNanos(waitsNs);
                } else {
                    queue.remove();
                    queuedBytes -= first.bytes().capacity();
                    changed.signalAll();
                    return first;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    int faults() {
        return damage.faults();
    }

    /** The weather has changed. */
    void look() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            isOver = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

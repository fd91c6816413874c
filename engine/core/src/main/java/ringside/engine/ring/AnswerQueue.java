package ringside.engine.ring;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.AnswerSink;

/**
 * Carries logic's answers to the edge: one producer (logic), one consumer, bounded. An answer leaves only when its
 * position is safe. When the edge falls so far behind that the queue is full, an answer is dropped and counted: logic
 * waits for nobody, and a client that never hears of its request is closed by its deadline.
 */
public final class AnswerQueue implements AnswerSink {
    private static final int MESSAGE_TYPE = 1;
    private static final int LENGTH = 40;
    private static final int MIN_CAPACITY_BYTES = 512;

    private final OneToOneRingBuffer queue;
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[LENGTH]);
    private final UnsafeBuffer held = new UnsafeBuffer(new byte[LENGTH]);
    private final AtomicLong dropped = new AtomicLong();
    private final MessageHandler take = this::hold;
    private boolean holding;

    /**
     * An empty queue.
     *
     * @param capacityBytes a power of two, 512 or more; an answer takes 48
     */
    public AnswerQueue(final int capacityBytes) {
        if (capacityBytes < MIN_CAPACITY_BYTES || Integer.bitCount(capacityBytes) != 1) {
            throw new IllegalArgumentException("an answer queue of " + capacityBytes + " bytes: a power of two of "
                    + MIN_CAPACITY_BYTES + " or more is possible");
        }
        queue = new OneToOneRingBuffer(new UnsafeBuffer(BufferUtil.allocateDirectAligned(
                capacityBytes + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    }

    @Override
    public void answer(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        out.putLong(0, position);
        out.putLong(8, connection);
        out.putInt(16, match);
        out.putInt(20, player);
        out.putInt(24, sequence);
        out.putInt(28, detail);
        out.putInt(32, kind.code());
        if (!queue.write(MESSAGE_TYPE, out, 0, LENGTH)) {
            dropped.incrementAndGet();
        }
    }

    /** Answers that found the queue full. */
    public long dropped() {
        return dropped.get();
    }

    /** Edge thread only: passes on, in order, the answers that are safe. Returns how many. */
    public int drain(final long safePosition, final AnswerSink to) {
        int count = 0;
        while (holding || takeOne()) {
            if (held.getLong(0) > safePosition) {
                return count;
            }
            holding = false;
            to.answer(
                    AnswerKind.of(held.getInt(32)),
                    held.getLong(0),
                    held.getLong(8),
                    held.getInt(16),
                    held.getInt(20),
                    held.getInt(24),
                    held.getInt(28));
            count++;
        }
        return count;
    }

    private void hold(final int type, final MutableDirectBuffer buffer, final int index, final int length) {
        held.putBytes(0, buffer, index, LENGTH);
        holding = true;
    }

    private boolean takeOne() {
        // A read may find nothing but the padding where the queue wraps round.
        for (int reads = 0; reads < 2 && !holding; reads++) {
            queue.read(take, 1);
        }
        return holding;
    }
}

package ringside.engine.ring;

import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;

/**
 * The way in for many threads: preallocated slots side by side in one block of memory, claimed singly or several at once.
 * Who reads them, and in which order, is decided by the stages that are put behind {@link #slots()}.
 */
public final class EventRing implements EventPort {
    /** What stands on an event until the journal gives it its position. */
    static final long NO_POSITION = -1;

    private final RingBuffer<Event> slots;
    private final int slotBytes;

    /** An empty ring without a reader. */
    public EventRing(final RingSettings settings) {
        slotBytes = settings.slotBytes();
        final UnsafeBuffer memory =
                new UnsafeBuffer(ByteBuffer.allocateDirect(Math.multiplyExact(settings.ringSize(), slotBytes)));
        final int[] next = {0};
        slots = RingBuffer.createMultiProducer(
                () -> {
                    final Event event = new Event().wrap(memory, next[0], slotBytes);
                    next[0] += slotBytes;
                    return event;
                },
                settings.ringSize(),
                new ParkingWait(settings.parkNs(), settings.maxBatchEvents()));
    }

    /**
     * Copies a finished event in. False when there is no room now. Throws {@link IllegalArgumentException} when the event can
     * never fit: its caller has not kept to {@link #slotBytes}.
     */
    @Override
    public boolean offer(final Event event) {
        requireFits(event);
        final long sequence;
        try {
            sequence = slots.tryNext();
        } catch (final InsufficientCapacityException full) {
            return false;
        }
        // Nothing between claim and publish can fail: a slot that is never published would stall everyone.
        copy(event, sequence);
        slots.publish(sequence);
        return true;
    }

    /**
     * Copies the first {@code count} finished events in with one claim: all of them, next to each other and in this order, or
     * none. False when there is no room for all now. Throws {@link IllegalArgumentException} when there never can be.
     */
    public boolean offerAll(final Event[] events, final int count) {
        if (count < 1 || count > Math.min(events.length, slots.getBufferSize())) {
            throw new IllegalArgumentException("a claim of " + count + " events out of " + events.length
                    + "; a ring of this size takes 1 to " + slots.getBufferSize());
        }
        for (int i = 0; i < count; i++) {
            requireFits(events[i]);
        }
        final long last;
        try {
            last = slots.tryNext(count);
        } catch (final InsufficientCapacityException full) {
            return false;
        }
        final long first = last - count + 1;
        // As above: every event was looked at before the claim.
        for (int i = 0; i < count; i++) {
            copy(events[i], first + i);
        }
        slots.publish(first, last);
        return true;
    }

    private void requireFits(final Event event) {
        final int length = event.lengthBytes();
        if (length < Event.HEADER_BYTES
                || length > Math.min(slotBytes, event.buffer().capacity())) {
            throw new IllegalArgumentException("an event of " + length + " bytes in a buffer of "
                    + event.buffer().capacity() + "; " + Event.HEADER_BYTES + " to " + slotBytes + " are possible");
        }
    }

    private void copy(final Event event, final long sequence) {
        final Event slot = slots.get(sequence);
        slot.copyFrom(event);
        slot.position(NO_POSITION);
    }

    /** The Disruptor's ring, for wiring stages behind it. */
    public RingBuffer<Event> slots() {
        return slots;
    }

    /** Events that the ring can take now. */
    public long remainingCapacity() {
        return slots.remainingCapacity();
    }

    /** The largest event that fits. */
    public int slotBytes() {
        return slotBytes;
    }
}

package ringside.engine.ring;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.MultiProducerSequencer;
import com.lmax.disruptor.Sequence;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;

/**
 * The way in for many threads: one block of memory, claimed in blocks of 64 bytes. A claim holds one event, or several that
 * stand next to each other as they will in the journal, so that a reader may copy them all at once:
 *
 * <pre>
 * offset  length  what
 * 0       4       bytes of all its events
 * 4       4       how many they are
 * 8       8 each  when each was received (never journalled)
 *         n       events in canonical form, side by side; what is left of the last block is unused
 * </pre>
 *
 * A claim is never split: where the ring ends, memory goes on for the longest claim. A claim is published by its first block
 * alone. Offering never waits. Who reads, and in which order, is decided by {@link RingReader}s.
 */
public final class EventRing implements EventPort {
    /** The unit of claims: a cache line, so that two producers never write to the same one. */
    public static final int BLOCK_BYTES = 64;

    /** What stands on an event until the journal gives it its position. */
    static final long NO_POSITION = -1;

    /** What {@link #claim} says when there is no room. */
    private static final long FULL = -1;

    private static final int COUNT = 4;
    private static final int STAMPS = 8;
    private static final long STAMP_BYTES = Long.BYTES;

    /** Where the type stands in an event. */
    private static final int TYPE = 2;

    private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private final MultiProducerSequencer blocks;
    private final UnsafeBuffer memory;
    private final long address;
    private final int mask;
    private final int slotBytes;
    private final int maxClaimEvents;
    private final int maxClaimBytes;

    /** An empty ring without a reader. */
    public EventRing(final RingSettings settings) {
        slotBytes = settings.slotBytes();
        maxClaimEvents = settings.maxBatchEvents();
        maxClaimBytes = settings.maxClaimBytes();
        mask = settings.ringSize() - 1;
        // Nobody waits in it: readers look, and wait in their own way.
        blocks = new MultiProducerSequencer(mask + 1, new BusySpinWaitStrategy());
        final ByteBuffer bytes =
                BufferUtil.allocateDirectAligned(settings.ringBytes() + maxClaimBytes, BitUtil.CACHE_LINE_LENGTH);
        memory = new UnsafeBuffer(bytes);
        address = memory.addressOffset();
    }

    /** What a claim for events of so many bytes takes up. */
    static int claimBytes(final int eventBytes, final int count) {
        return (STAMPS + count * Long.BYTES + eventBytes + BLOCK_BYTES - 1) & -BLOCK_BYTES;
    }

    /**
     * Copies a finished event in. False when there is no room now. Throws {@link IllegalArgumentException} when the event can
     * never fit: its caller has not kept to {@link #slotBytes}.
     */
    @Override
    public boolean offer(final Event event) {
        final int length = requireFits(event);
        final long claim = claim(claimBytes(length, 1));
        if (claim == FULL) {
            return false;
        }
        // Nothing between claim and publish can fail: a claim that is never published would stall everyone.
        final long at = address(claim);
        UnsafeApi.putInt(at, length);
        UnsafeApi.putInt(at + COUNT, 1);
        UnsafeApi.putLong(at + STAMPS, event.receivedNs());
        copy(event, length, firstEvent(at, 1));
        blocks.publish(claim);
        return true;
    }

    /**
     * Copies the first {@code count} finished events in with one claim: all of them, next to each other and in this order, or
     * none. False when there is no room for all now. Throws {@link IllegalArgumentException} when there never can be.
     */
    public boolean offerAll(final Event[] events, final int count) {
        if (count < 1 || count > Math.min(events.length, maxClaimEvents)) {
            throw new IllegalArgumentException("a claim of " + count + " events out of " + events.length
                    + "; at most the " + maxClaimEvents + " of a journal record are possible");
        }
        int length = 0;
        for (int i = 0; i < count; i++) {
            length += requireFits(events[i]);
        }
        final int claimBytes = claimBytes(length, count);
        if (claimBytes > maxClaimBytes) {
            throw new IllegalArgumentException("a claim of " + claimBytes + " bytes for " + count
                    + " events; a ring of this size takes up to " + maxClaimBytes);
        }
        final long claim = claim(claimBytes);
        if (claim == FULL) {
            return false;
        }
        final long at = address(claim);
        UnsafeApi.putInt(at, length);
        UnsafeApi.putInt(at + COUNT, count);
        long to = firstEvent(at, count);
        // As above: every event was looked at before the claim.
        for (int i = 0; i < count; i++) {
            final Event event = events[i];
            final int eventBytes = event.lengthBytes();
            UnsafeApi.putLong(at + STAMPS + i * STAMP_BYTES, event.receivedNs());
            copy(event, eventBytes, to);
            to += eventBytes;
        }
        blocks.publish(claim);
        return true;
    }

    /** The length of the event. */
    private int requireFits(final Event event) {
        final int length = event.lengthBytes();
        if (length < Event.HEADER_BYTES
                || length > Math.min(slotBytes, event.buffer().capacity())
                || length % Long.BYTES != 0) {
            throw new IllegalArgumentException("an event of " + length + " bytes in a buffer of "
                    + event.buffer().capacity() + "; multiples of 8 from " + Event.HEADER_BYTES + " to " + slotBytes
                    + " are possible");
        }
        return length;
    }

    /** The first block of a claim, or {@link #FULL}. */
    private long claim(final int claimBytes) {
        final int count = claimBytes / BLOCK_BYTES;
        // Asked first: a full ring is an everyday answer, and an exception a dear way to say it.
        if (!blocks.hasAvailableCapacity(count)) {
            return FULL;
        }
        try {
            return blocks.tryNext(count) - count + 1;
        } catch (final InsufficientCapacityException full) {
            return FULL;
        }
    }

    /**
     * Events are short: word by word costs less than a call that copies. All bounds were checked before the claim, so that
     * they are not checked for every word.
     */
    private static void copy(final Event event, final int lengthBytes, final long to) {
        final byte[] array = event.buffer().byteArray();
        final long from = event.buffer().addressOffset();
        for (int i = 0; i < lengthBytes; i += Long.BYTES) {
            UnsafeApi.putLong(to + i, UnsafeApi.getLong(array, from + i));
        }
    }

    // ---- for readers

    /** Producers do not overwrite what that reader has not read. */
    void gate(final Sequence read) {
        blocks.addGatingSequences(read);
    }

    /** Whether the claim that begins with this block may be read. */
    boolean isPublished(final long claim) {
        return blocks.isAvailable(claim);
    }

    /** All of it. Addresses below are within. */
    UnsafeBuffer memory() {
        return memory;
    }

    /** Where a claim stands. Nothing below looks at bounds: a claim is read only when it was published whole. */
    long address(final long claim) {
        return address + (long) ((int) claim & mask) * BLOCK_BYTES;
    }

    static int eventBytes(final long claim) {
        return UnsafeApi.getInt(claim);
    }

    static int eventCount(final long claim) {
        return UnsafeApi.getInt(claim + COUNT);
    }

    static int blocks(final int eventBytes, final int count) {
        return claimBytes(eventBytes, count) / BLOCK_BYTES;
    }

    /** The length of the event there: its first two bytes. */
    static int lengthAt(final long event) {
        final short length = UnsafeApi.getShort(event);
        return (LITTLE_ENDIAN ? length : Short.reverseBytes(length)) & 0xFFFF;
    }

    /** The code of the type of the event there. */
    static int typeAt(final long event) {
        return UnsafeApi.getByte(event + TYPE) & 0xFF;
    }

    static long receivedNs(final long claim, final int event) {
        return UnsafeApi.getLong(claim + STAMPS + event * STAMP_BYTES);
    }

    /** Where the events of a claim of so many begin. */
    static long firstEvent(final long claim, final int count) {
        return claim + STAMPS + count * STAMP_BYTES;
    }

    /** The last block claimed by now. */
    long claimed() {
        return blocks.getCursor();
    }

    /** Blocks that are claimed and not yet given back. */
    long takenBlocks() {
        return mask + 1 - blocks.remainingCapacity();
    }

    /** Room that is left. */
    public long freeBytes() {
        return blocks.remainingCapacity() * BLOCK_BYTES;
    }

    /** The largest event that fits. */
    public int slotBytes() {
        return slotBytes;
    }
}

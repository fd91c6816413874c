package ringside.engine.ring;

import ringside.engine.event.Event;

/**
 * The bounds of the ring. None of them changes what events lead to.
 *
 * @param ringSize blocks of {@link EventRing#BLOCK_BYTES} for events that wait for logic: a power of two. An event of up to 48
 *     bytes takes one; several that are offered together share their blocks
 * @param slotBytes the longest event: a multiple of 8
 * @param maxBatchEvents the most events of one journal record, and of one claim
 */
public record RingSettings(int ringSize, int slotBytes, int maxBatchEvents) {
    /** 8,192 blocks, which is 512 KiB; events of up to 320 bytes; 256 a record. */
    public static final RingSettings DEFAULT = new RingSettings(8192, 320, 256);

    private static final int MAX_RING_SIZE = 1 << 23;

    /** A claim may take up half of the ring, so that the next one has room while it is read. */
    private static final int CLAIMS_IN_RING = 2;

    /** Checks every bound by name. */
    public RingSettings {
        if (slotBytes < 64 || slotBytes > Event.MAX_BYTES || slotBytes % 8 != 0) {
            throw new IllegalArgumentException(
                    "slotBytes: " + slotBytes + " is no multiple of 8 from 64 to " + Event.MAX_BYTES);
        }
        final int least = CLAIMS_IN_RING * EventRing.claimBytes(slotBytes, 1) / EventRing.BLOCK_BYTES;
        if (ringSize < least || ringSize > MAX_RING_SIZE || Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("ringSize: " + ringSize + " is no power of two from " + least + " to "
                    + MAX_RING_SIZE + "; events of " + slotBytes + " bytes need so much");
        }
        if (maxBatchEvents < 1) {
            throw new IllegalArgumentException("maxBatchEvents: " + maxBatchEvents + " is below 1");
        }
    }

    int ringBytes() {
        return ringSize * EventRing.BLOCK_BYTES;
    }

    int maxClaimBytes() {
        return ringBytes() / CLAIMS_IN_RING;
    }

    /** The same with another ring size. */
    public RingSettings withRingSize(final int blocks) {
        return new RingSettings(blocks, slotBytes, maxBatchEvents);
    }

    /** The same for other events. */
    public RingSettings withSlotBytes(final int bytes) {
        return new RingSettings(ringSize, bytes, maxBatchEvents);
    }
}

package ringside.engine.ring;

/**
 * The bounds of the live graph. None of them changes what events lead to.
 *
 * @param ringSize events that may wait for logic: a power of two
 * @param slotBytes the longest event: a multiple of 8
 * @param maxBatchEvents the most events of one journal record
 * @param parkNs how long an idle stage sleeps between two looks at the ring
 */
public record RingSettings(int ringSize, int slotBytes, int maxBatchEvents, long parkNs) {
    /** 8,192 events of up to 320 bytes, 256 a record, looks every 50 µs. */
    public static final RingSettings DEFAULT = new RingSettings(8192, 320, 256, 50_000);

    /** Checks every bound by name. */
    public RingSettings {
        if (ringSize < 2 || Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("ringSize: " + ringSize + " is no power of two");
        }
        if (slotBytes < 64 || slotBytes > 32_768 || slotBytes % 8 != 0) {
            throw new IllegalArgumentException("slotBytes: " + slotBytes + " is no multiple of 8 from 64 to 32768");
        }
        if ((long) ringSize * slotBytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "ringSize: " + ringSize + " slots of " + slotBytes + " bytes are more than one buffer holds");
        }
        if (parkNs < 0) {
            throw new IllegalArgumentException("parkNs: " + parkNs + " is negative");
        }
        if (maxBatchEvents < 1) {
            throw new IllegalArgumentException("maxBatchEvents: " + maxBatchEvents + " is below 1");
        }
    }

    /** The same with another ring size. */
    public RingSettings withRingSize(final int size) {
        return new RingSettings(size, slotBytes, maxBatchEvents, parkNs);
    }

    /** The same with other slots. */
    public RingSettings withSlotBytes(final int bytes) {
        return new RingSettings(ringSize, bytes, maxBatchEvents, parkNs);
    }
}

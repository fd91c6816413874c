package ringside.journal;

/**
 * How a store lays its files out. Immutable; checked when made.
 *
 * @param segmentBytes the most bytes of one file, a multiple of 1 MiB: larger files mean fewer rolls. Chronicle's block size
 * @param rollEveryMs a file older than this is followed by a new one; 0: only its size counts
 * @param maxRecordBytes the most bytes of one record; at most a quarter of {@code segmentBytes} less 128 KiB
 * @param reserveAheadBytes how far ahead of the appender disk blocks are reserved and memory pages touched
 * @param watermarkBytes with less free room than this on the disk nothing new should be begun
 * @param watermarkPercent the same as a part of the whole disk, 0 to 99; the higher of the two counts
 */
public record StoreConfig(
        int segmentBytes,
        long rollEveryMs,
        int maxRecordBytes,
        int reserveAheadBytes,
        long watermarkBytes,
        int watermarkPercent) {
    private static final int MIB = 1 << 20;

    /** 128 MiB a file, a new one every hour; records up to 1 MiB; 8 MiB reserved ahead; watermark 256 MiB. */
    public static final StoreConfig DEFAULT = new StoreConfig(128 * MIB, 3_600_000, MIB, 8 * MIB, 256L * MIB, 0);

    public StoreConfig {
        require(segmentBytes >= MIB && segmentBytes % MIB == 0, "segmentBytes", segmentBytes, "a multiple of 1 MiB");
        require(rollEveryMs >= 0, "rollEveryMs", rollEveryMs, "0 or more");
        final int most = segmentBytes / 4 - ChronicleSegment.SLACK_BYTES;
        require(
                maxRecordBytes >= 4_096 && maxRecordBytes <= most && maxRecordBytes % 8 == 0,
                "maxRecordBytes",
                maxRecordBytes,
                "a multiple of 8 from 4,096 to " + most);
        require(reserveAheadBytes >= 0, "reserveAheadBytes", reserveAheadBytes, "0 or more");
        require(watermarkBytes >= 0, "watermarkBytes", watermarkBytes, "0 or more");
        require(watermarkPercent >= 0 && watermarkPercent < 100, "watermarkPercent", watermarkPercent, "from 0 to 99");
    }

    /** The same with other sizes, for small journals and tests. */
    public StoreConfig withSizes(
            final int newSegmentBytes, final int newMaxRecordBytes, final int newReserveAheadBytes) {
        return new StoreConfig(
                newSegmentBytes,
                rollEveryMs,
                newMaxRecordBytes,
                newReserveAheadBytes,
                watermarkBytes,
                watermarkPercent);
    }

    public StoreConfig withRollEveryMs(final long newRollEveryMs) {
        return new StoreConfig(
                segmentBytes, newRollEveryMs, maxRecordBytes, reserveAheadBytes, watermarkBytes, watermarkPercent);
    }

    public StoreConfig withWatermarkBytes(final long newWatermarkBytes) {
        return withWatermark(newWatermarkBytes, watermarkPercent);
    }

    /** The same with another watermark. */
    public StoreConfig withWatermark(final long newWatermarkBytes, final int newWatermarkPercent) {
        return new StoreConfig(
                segmentBytes, rollEveryMs, maxRecordBytes, reserveAheadBytes, newWatermarkBytes, newWatermarkPercent);
    }

    private static void require(final boolean holds, final String name, final long value, final String wanted) {
        if (!holds) {
            throw new IllegalArgumentException("journal store: " + name + " is " + value + ", must be " + wanted);
        }
    }
}

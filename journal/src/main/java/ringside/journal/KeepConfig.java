package ringside.journal;

/**
 * What happens to segments that are full. Immutable. Whatever it says, only what lies below a good checkpoint is removed.
 *
 * @param maxAgeMs segments that ended longer ago may go; 0: age does not count
 * @param maxBytes while the journal takes more on the disk than this, its oldest segments may go; 0: size does not count
 * @param compress whether segments that are full are compressed
 */
public record KeepConfig(long maxAgeMs, long maxBytes, boolean compress) {
    /** Everything is kept, compressed. */
    public static final KeepConfig DEFAULT = new KeepConfig(0, 0, true);

    public KeepConfig {
        if (maxAgeMs < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "journal: maxAgeMs is " + maxAgeMs + " and maxBytes is " + maxBytes + ", both must be 0 or more");
        }
    }

    /** The same with other limits, 0 for none. */
    public KeepConfig withLimits(final long newMaxAgeMs, final long newMaxBytes) {
        return new KeepConfig(newMaxAgeMs, newMaxBytes, compress);
    }

    public KeepConfig withCompress(final boolean newCompress) {
        return new KeepConfig(maxAgeMs, maxBytes, newCompress);
    }
}

package ringside.replay.standby;

/**
 * The bounds of following, and what happens at each.
 *
 * @param windowBytes of records or checkpoint that may be on their way to a standby, not acknowledged; beyond it nothing more is sent
 * @param batchBytes of records that one message gathers at most, but for a single larger one
 * @param heartbeatNs between two words of a side that has nothing else to say
 * @param silenceNs after which a side that says nothing is given up
 * @param handshakeNs in which a connection must have begun
 * @param behindNs for which a standby that followed live may be behind without a pause: then it is dropped
 * @param redialNs between two attempts to connect
 * @param maxStandbys connections that a primary takes for one engine; others are refused
 */
public record ReplicationBounds(
        int windowBytes,
        int batchBytes,
        long heartbeatNs,
        long silenceNs,
        long handshakeNs,
        long behindNs,
        long redialNs,
        int maxStandbys) {
    private static final long MS = 1_000_000L;

    /** 16 MiB on their way, batches of 256 KiB, a word every 50 ms, given up after 5 s, 10 s behind, 8 standbys. */
    public static final ReplicationBounds DEFAULT =
            new ReplicationBounds(16 << 20, 256 << 10, 50 * MS, 5_000 * MS, 5_000 * MS, 10_000 * MS, 250 * MS, 8);

    /** Checks each by name. */
    public ReplicationBounds {
        require(windowBytes >= MessageFormat.MAX_BYTES, "windowBytes", windowBytes);
        require(batchBytes > 0 && batchBytes <= MessageFormat.MAX_BYTES / 4, "batchBytes", batchBytes);
        require(heartbeatNs > 0, "heartbeatNs", heartbeatNs);
        require(silenceNs > heartbeatNs, "silenceNs", silenceNs);
        require(handshakeNs > 0, "handshakeNs", handshakeNs);
        require(behindNs > 0, "behindNs", behindNs);
        require(redialNs > 0, "redialNs", redialNs);
        require(maxStandbys > 0, "maxStandbys", maxStandbys);
    }

    private static void require(final boolean holds, final String name, final long value) {
        if (!holds) {
            throw new IllegalArgumentException("replication: " + name + " = " + value + " is not possible");
        }
    }
}

package ringside.io.session;

/** When the edge received a player's last inputs. Not thread-safe; allocates nothing after construction. */
final class InputTimes {
    private static final int SLOTS = 64;

    private final int[] seqs = new int[SLOTS];
    private final long[] receivedNs = new long[SLOTS];

    void received(final int inputSeq, final long nowNs) {
        seqs[inputSeq & (SLOTS - 1)] = inputSeq;
        receivedNs[inputSeq & (SLOTS - 1)] = nowNs;
    }

    boolean isKnown(final int inputSeq) {
        return inputSeq > 0 && seqs[inputSeq & (SLOTS - 1)] == inputSeq;
    }

    /** Only for an input that {@link #isKnown}. */
    long receivedNs(final int inputSeq) {
        return receivedNs[inputSeq & (SLOTS - 1)];
    }
}

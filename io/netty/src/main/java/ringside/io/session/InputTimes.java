package ringside.io.session;

/** When the edge received a player's last inputs. Not thread-safe; allocates nothing after construction. */
final class InputTimes {
    private static final int SLOTS = 64;

    /** Of each slot the number of its input, and when that came: beside one another, for they are asked for together. */
    private final long[] slots = new long[2 * SLOTS];

    void received(final int inputSeq, final long nowNs) {
        final int slot = slot(inputSeq);
        slots[slot] = inputSeq;
        slots[slot + 1] = nowNs;
    }

    boolean isKnown(final int inputSeq) {
        return inputSeq > 0 && slots[slot(inputSeq)] == inputSeq;
    }

    /** Only for an input that {@link #isKnown}. */
    long receivedNs(final int inputSeq) {
        return slots[slot(inputSeq) + 1];
    }

    private static int slot(final int inputSeq) {
        return 2 * (inputSeq & (SLOTS - 1));
    }
}

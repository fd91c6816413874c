package ringside.replay.standby;

import ringside.layout.XxHash64;

/**
 * A reign. Of two the higher number counts. Of two of one number, which two servers take that were promoted against each other, the one
 * with the higher writer id counts: that is as good as any other rule, and everybody comes to the same by it.
 *
 * @param number 0: none yet
 * @param writerId who began it
 */
public record Epoch(int number, long writerId) {
    public static final Epoch NONE = new Epoch(0, 0);

    /** Whether both can be of one journal's history: another number, or the same writer. */
    public boolean agreesWith(final Epoch other) {
        return number != other.number || writerId == other.writerId;
    }

    /** Whether this is the reign that counts of the two. Of every two that are not the same it is one and only one. */
    public boolean beats(final Epoch other) {
        return number == other.number ? Long.compareUnsigned(writerId, other.writerId) > 0 : number > other.number;
    }

    /** For people. */
    @Override
    public String toString() {
        return number + "/" + XxHash64.hex(writerId);
    }
}

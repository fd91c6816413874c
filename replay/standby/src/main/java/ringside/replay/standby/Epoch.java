package ringside.replay.standby;

import ringside.layout.XxHash64;

/**
 * A reign. Of two the higher number counts; two of one number and different writers cannot both be.
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

    /** For people. */
    @Override
    public String toString() {
        return number + "/" + XxHash64.hex(writerId);
    }
}

package ringside.io.client;

/**
 * Another server took the match over, or the same one was started again: a new epoch. Where not everything that was shown was
 * kept, the match goes on from an earlier frame; the inputs that it did not consume are sent again.
 *
 * @param epochBefore the reign whose frames were shown
 * @param epoch the reign that begins
 * @param frameBefore the newest frame that was shown before; -1 for none
 * @param frame the newest frame of the match at the time of the answer; -1 before the first
 * @param inputsSentAgain inputs that the reign before had been sent, or had consumed, and that this one has not
 */
public record Takeover(long epochBefore, long epoch, int frameBefore, int frame, int inputsSentAgain) {
    /** Whether something was shown that did not come to be. */
    public boolean isEarlier() {
        return frame < frameBefore;
    }
}

package ringside.io.client;

/**
 * An input that a view has shown to be consumed. A flyweight of its session: valid during the call that hands it over.
 */
public final class ConsumedInput {
    private int inputSeq;
    private int targetFrame;
    private int shownFrame;
    private long intendedNs;
    private long receivedNs;
    private int receiptToFrameMicros;

    ConsumedInput() {}

    void view(final int frame, final int fromReceiptToFrameMicros, final long nowNs) {
        shownFrame = frame;
        receiptToFrameMicros = fromReceiptToFrameMicros;
        receivedNs = nowNs;
    }

    void input(final int seq, final int target, final long dueNs) {
        inputSeq = seq;
        targetFrame = target;
        intendedNs = dueNs;
    }

    public int inputSeq() {
        return inputSeq;
    }

    public int targetFrame() {
        return targetFrame;
    }

    /** The frame of the view that said so. */
    public int shownFrame() {
        return shownFrame;
    }

    /** From the moment when the input was due, not when it was sent, to the receipt of that view. */
    public long inputToViewNs() {
        return receivedNs - intendedNs;
    }

    /** Whether the view says how long the input waited for its frame. */
    public boolean isFrameWaitKnown() {
        return receiptToFrameMicros != 0;
    }

    /** {@link #inputToViewNs} less the wait for the frame that the view reports for the newest input; at least 0. */
    public long aboveFrameNs() {
        return Math.max(0, inputToViewNs() - receiptToFrameMicros * 1_000L);
    }
}

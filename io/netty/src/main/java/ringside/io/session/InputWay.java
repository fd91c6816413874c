package ringside.io.session;

/**
 * An input that is followed, while the first view that shows it as consumed is made. One for all clients of an event loop; valid
 * until the next view. Times are on the monotonic clock.
 */
public final class InputWay {
    private boolean isFollowed;
    private int match;
    private int player;
    private int inputSeq;
    private int waiting;
    private int frame;
    private long framePosition;
    private long frameDueNs;
    private long receivedNs;
    private long encodedNs;

    /** No input is followed by the view that is made now. */
    void none() {
        isFollowed = false;
    }

    void begin(final int itsMatch, final int itsPlayer, final int seq, final long itsReceivedNs) {
        isFollowed = true;
        match = itsMatch;
        player = itsPlayer;
        inputSeq = seq;
        receivedNs = itsReceivedNs;
        encodedNs = 0;
    }

    void shownBy(final int itsFrame, final long itsPosition, final long itsDueNs, final int inputsWaiting) {
        frame = itsFrame;
        framePosition = itsPosition;
        frameDueNs = itsDueNs;
        waiting = inputsWaiting;
    }

    boolean isFollowed() {
        return isFollowed;
    }

    public int match() {
        return match;
    }

    public int player() {
        return player;
    }

    public int inputSeq() {
        return inputSeq;
    }

    /** Inputs of that player that waited for their frames at the end of that frame. */
    public int waiting() {
        return waiting;
    }

    /** The frame that the view is of. */
    public int frame() {
        return frame;
    }

    /** The position of the FRAME that computed it. */
    public long framePosition() {
        return framePosition;
    }

    /** When that frame was due; 0 when unknown. */
    public long frameDueNs() {
        return frameDueNs;
    }

    /** When the edge received the input. */
    public long receivedNs() {
        return receivedNs;
    }

    /** What {@link #encodedAt} noted; 0 before. */
    public long encodedNs() {
        return encodedNs;
    }

    /** Notes when the view was encoded. */
    public void encodedAt(final long nowNs) {
        encodedNs = nowNs;
    }
}

package ringside.latency;

/**
 * What is measured, in the order of an input's way and then of a frame. The tag names it in logs.
 *
 * <p>The way of an input is told from the moment its bytes were received: each stage holds all of those before it, so that none of
 * them needs a stamp of its own on every event.
 */
public enum LatencyStage {
    /** From received to the record that holds it appended. */
    JOURNALLED("journalled"),
    /** From received to applied by logic. */
    APPLIED("applied"),
    /** From received to the view that shows it consumed handed to the network. */
    INPUT_TO_VIEW("inputToView"),
    /** From the moment a frame was due to a view of it handed to the network. */
    WRITTEN("written"),
    /** From the beginning of a frame's work to its end, all matches together. */
    FRAME("frame"),
    /** From the moment a frame was due to the beginning of its work. */
    FRAME_LATENESS("frameLateness"),
    /** How many events a batch of the journal holds. */
    BATCH_EVENTS("batchEvents", true),
    /** What the machine itself took away: how much longer than asked a short sleep lasted. */
    HICCUP("hiccup");

    private final String tag;
    private final boolean isCount;

    LatencyStage(final String tag) {
        this(tag, false);
    }

    LatencyStage(final String tag, final boolean isCount) {
        this.tag = tag;
        this.isCount = isCount;
    }

    /** Its name in logs. */
    public String tag() {
        return tag;
    }

    /** Whether values are counts; all others are nanoseconds. */
    public boolean isCount() {
        return isCount;
    }
}

package ringside.io.session;

/** Takes the times that an input passed. Called on event loops, by several at once: it must not block or allocate. */
@FunctionalInterface
public interface InputLatency {
    /** Nobody wants to know. */
    InputLatency NOBODY = (receivedNs, frameDueNs, sentNs) -> {};

    /**
     * The first view that shows an input as consumed was handed to the network. All times are on the monotonic clock.
     *
     * @param receivedNs when the edge received the input
     * @param frameDueNs when the frame was due that the view shows; 0 when unknown
     * @param sentNs when the view was sent
     */
    void shown(long receivedNs, long frameDueNs, long sentNs);
}

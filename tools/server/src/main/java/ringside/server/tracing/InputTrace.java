package ringside.server.tracing;

/**
 * The way of one input, from the socket it came by to the socket that its first view left by. Times are on the monotonic clock; 0
 * stands for one that is not known.
 *
 * @param engine that runs its match
 * @param match its match
 * @param player whose it is
 * @param inputSeq its number
 * @param position in the journal
 * @param frame of the match, that the view is of
 * @param receivedNs its bytes were received
 * @param claimedNs it was in the ring
 * @param journalledNs its record was appended
 * @param safeNs it was safe
 * @param appliedNs logic had taken it
 * @param frameDueNs the frame was due
 * @param frameEndNs the frame was computed
 * @param encodedNs the view was encoded
 * @param sentNs the view was handed to the network
 */
public record InputTrace(
        int engine,
        int match,
        int player,
        int inputSeq,
        long position,
        int frame,
        long receivedNs,
        long claimedNs,
        long journalledNs,
        long safeNs,
        long appliedNs,
        long frameDueNs,
        long frameEndNs,
        long encodedNs,
        long sentNs) {}

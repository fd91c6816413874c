package ringside.engine.ring;

import java.util.Map;
import ringside.engine.event.EventType;

/**
 * A frame that was over its budget. Times are on the monotonic clock, lengths in nanoseconds.
 *
 * @param frame of the engine: its FRAMEs are counted from the beginning of its journal
 * @param firstPosition of the events that this frame was the first after
 * @param position of the FRAME itself
 * @param dueNs when it was due
 * @param startNs when logic took it up
 * @param endNs when all matches were published
 * @param inputsNs the part in which inputs were taken, of all matches
 * @param stepNs the part in which games stepped
 * @param hashNs the part in which states were hashed
 * @param copyNs the part in which states were copied
 * @param skippedFrames that the clock gave up just before
 * @param matches remembered by the engine
 * @param measuredMatches of those, how many the parts were measured of
 * @param slowestMatch the one that took longest of those; 0 for none
 * @param slowestMatchFrame its own frame
 * @param slowestMatchNs what it took
 * @param events between the frame before and this one, by type
 */
public record SlowFrame(
        int frame,
        long firstPosition,
        long position,
        long dueNs,
        long startNs,
        long endNs,
        long inputsNs,
        long stepNs,
        long hashNs,
        long copyNs,
        int skippedFrames,
        int matches,
        int measuredMatches,
        int slowestMatch,
        int slowestMatchFrame,
        long slowestMatchNs,
        Map<EventType, Integer> events) {
    /** From the moment it was due to the beginning of its work. */
    public long latenessNs() {
        return startNs - dueNs;
    }

    /** Its work. */
    public long workNs() {
        return endNs - startNs;
    }

    /** From due to its end: what the budget is for. */
    public long totalNs() {
        return endNs - dueNs;
    }

    /** What belongs to none of the parts: the engine's own memory, and whoever listens. */
    public long otherNs() {
        return Math.max(0, workNs() - inputsNs - stepNs - hashNs - copyNs);
    }
}

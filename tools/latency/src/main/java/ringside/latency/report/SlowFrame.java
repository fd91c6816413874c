package ringside.latency.report;

import java.util.List;
import java.util.Map;

/**
 * A frame that was over its budget, as its server wrote it down. Lengths are nanoseconds.
 *
 * @param atMs when it ended, in milliseconds since the epoch
 * @param engine its number
 * @param frame of the engine
 * @param position of its FRAME in the journal
 * @param totalNs from the moment it was due to its end
 * @param latenessNs until its work began
 * @param parts of its work by their stages' tags, in order, with what is left over last
 * @param skippedFrames that were given up just before
 * @param matches of the engine
 * @param slowestMatch the one that took longest of those that were measured; 0 for none
 * @param slowestMatchFrame its own frame
 * @param slowestMatchNs what it took
 * @param events since the frame before, by type
 * @param hiccups of the machine around it
 * @param gcPauses of the collector around it
 * @param notRecorded slow frames before it of which nothing is known
 */
public record SlowFrame(
        long atMs,
        int engine,
        int frame,
        long position,
        long totalNs,
        long latenessNs,
        Map<String, Long> parts,
        int skippedFrames,
        int matches,
        int slowestMatch,
        int slowestMatchFrame,
        long slowestMatchNs,
        Map<String, Integer> events,
        List<Pause> hiccups,
        List<Pause> gcPauses,
        long notRecorded) {
    /** A pause that began so long after the frame was due; before it, where that is negative. */
    public record Pause(long fromNs, long lengthNs) {}

    /** The longest of the pauses around it, 0 where there was none. */
    public static long longestNs(final List<Pause> pauses) {
        return pauses.stream().mapToLong(Pause::lengthNs).max().orElse(0);
    }

    /** All events since the frame before. */
    public int eventCount() {
        return events.values().stream().mapToInt(Integer::intValue).sum();
    }
}

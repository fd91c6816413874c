package ringside.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows what must hold, and keeps its own books for it: what was appended, applied, shown and acknowledged. Judges while it happens,
 * and {@link Audit} at the end. The first thing that must not be is kept; nothing here throws, for production code might catch it.
 */
final class Checker {
    private final Trace trace;
    private final Digests journalled = new Digests();
    private final Map<Integer, Long> hashes = new HashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final Set<Long> acknowledgedCommands = new HashSet<>();
    /** By epoch, for epochs whose end was lost with something shown of it: the last frame that is left. */
    private final Map<Long, Integer> lastFrames = new HashMap<>();

    private @Nullable String violation;
    private long applied = -1;
    private int epoch;
    private long framesShown;
    private int lastFrame = -1;

    /** A view that somebody was shown: what its books say at that frame. */
    record Sighting(long epoch, int frame, long digest, String who) {}

    Checker(final Trace trace) {
        this.trace = trace;
    }

    void violated(final String what) {
        if (violation == null) {
            violation = what;
            trace.note("VIOLATION", what.lines().findFirst().orElse(""), 0);
        }
    }

    @Nullable
    String violation() {
        return violation;
    }

    // ---- the journal

    void appended(final long position, final long digest) {
        journalled.set(position, digest);
    }

    /** An event is being applied. */
    void applied(final long position, final long digest, final long appendedPosition) {
        if (position > appendedPosition) {
            violated("position " + position + " is applied, the journal ends at " + appendedPosition);
        } else if (position < journalled.size() && journalled.get(position) != digest) {
            violated("position " + position + " is applied as another event than it was journalled");
        }
        if (position != applied + 1) {
            violated("position " + position + " is applied after " + applied);
        }
        applied = position;
    }

    /** A frame of the match was computed. */
    void hashed(final int frame, final long hash) {
        hashes.put(frame, hash);
        lastFrame = frame;
    }

    // ---- a start

    /** An engine was opened. */
    void opened(final int newEpoch) {
        if (newEpoch <= epoch) {
            violated("epoch " + newEpoch + " is opened after epoch " + epoch);
        }
        epoch = newEpoch;
    }

    int epoch() {
        return epoch;
    }

    /**
     * A journal was recovered.
     *
     * @param position where it ends
     * @param frame of the match; -1 while there is none
     * @param mustHold the last position that may not be missing
     */
    void recovered(final long position, final int frame, final long mustHold) {
        if (position < mustHold) {
            violated("the journal was recovered up to position " + position + ", " + mustHold + " was safe");
        }
        if (position >= journalled.size()) {
            violated("the journal was recovered up to position " + position + ", only " + (journalled.size() - 1)
                    + " was ever appended");
        }
        if (frame < lastFrame) {
            lastFrames.merge((long) epoch, frame, Math::min);
            for (int lost = frame + 1; lost <= lastFrame; lost++) {
                hashes.remove(lost);
            }
            lastFrame = frame;
        }
        journalled.cutBehind(position);
        applied = position;
    }

    /** An event as a reader of the journal found it. */
    void read(final long position, final long digest) {
        if (position >= journalled.size() || journalled.get(position) != digest) {
            violated("position " + position + " of the journal holds another event than was appended");
        }
    }

    long journalledEvents() {
        return journalled.size();
    }

    Map<Integer, Long> hashes() {
        return hashes;
    }

    // ---- clients

    void saw(final Sighting sighting) {
        framesShown++;
        sightings.add(sighting);
    }

    List<Sighting> sightings() {
        return sightings;
    }

    /** Whether a frame of an epoch was lost later, where that may be. */
    boolean wasLost(final long ofEpoch, final int frame) {
        for (final Map.Entry<Long, Integer> end : lastFrames.entrySet()) {
            if (ofEpoch <= end.getKey() && frame > end.getValue()) {
                return true;
            }
        }
        return false;
    }

    void commandApplied(final int player, final int sequence) {
        acknowledgedCommands.add((long) player << 32 | sequence);
    }

    Set<Long> acknowledgedCommands() {
        return acknowledgedCommands;
    }

    long framesShown() {
        return framesShown;
    }
}

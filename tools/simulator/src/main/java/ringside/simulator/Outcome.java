package ringside.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What came of a seed.
 *
 * @param violation what must never be and was; null when nothing
 * @param halt why the server refused to start, by name, where what was safe had been damaged; null when it did not
 * @param trace of everything that happened, as a number
 * @param notes in it
 * @param virtualNs how long it took, in virtual time
 * @param events in the journal at the end
 * @param views that clients were shown
 * @param starts of the server
 */
public record Outcome(
        long seed,
        @Nullable String violation,
        @Nullable String halt,
        long trace,
        long notes,
        long virtualNs,
        long events,
        long views,
        int starts,
        Faults faults) {
    /** Whether nothing was wrong. */
    public boolean isGood() {
        return violation == null;
    }

    @Override
    public String toString() {
        return "seed " + seed + ": " + (violation == null ? "good" : "VIOLATION " + violation)
                + (halt == null ? "" : ", halted: " + halt) + "; trace " + Long.toHexString(trace) + ", " + notes
                + " notes, " + virtualNs / Kernel.MS + " virtual ms, " + events + " events, " + views + " views, "
                + starts + " starts";
    }
}

package ringside.replay;

import org.jspecify.annotations.Nullable;
import ringside.layout.StateDifference;

/**
 * What could be found out of a divergence beyond its two hashes: which table, row and column differ.
 *
 * @param how it was found out, or that it cannot be known
 * @param frame whose states were compared: the first that diverged, or a later one of which a state was stored
 * @param place null when it cannot be known; its first value is the recorded one, its second the replayed one
 * @param words what that means, for people
 */
public record DivergencePlace(How how, int frame, @Nullable StateDifference place, String words) {

    /** What the replayed state was compared with. */
    public enum How {
        /** Two replays by this build differ from each other. */
        OTHER_EACH_TIME,
        /** One value changed in the replayed state gives the recorded hash. */
        ONE_VALUE,
        /** A state was stored of the very frame. */
        STORED,
        /** A state was stored of a later frame. */
        STORED_LATER,
        /** Nothing is there to compare with. */
        UNKNOWN
    }
}

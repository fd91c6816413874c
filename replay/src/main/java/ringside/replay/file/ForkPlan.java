package ringside.replay.file;

import java.util.List;
import ringside.replay.ReplayException;

/**
 * What a fork does otherwise than its recording.
 *
 * @param frame from which on it goes its own way
 * @param changes of inputs, none of them for an earlier frame
 * @param then who plays on
 * @param to the last frame, {@link Integer#MAX_VALUE} for as far as the recording goes
 */
public record ForkPlan(int frame, List<InputChange> changes, Then then, int to) {
    /** Copies the list. Throws {@link ReplayException} when the plan cannot be meant. */
    public ForkPlan {
        changes = List.copyOf(changes);
        for (final InputChange change : changes) {
            if (change.frame() < frame) {
                throw new ReplayException(
                        change + ": is before frame " + frame + ", up to which everything stays as it was");
            }
        }
        if (frame < 1 || to < frame) {
            throw new ReplayException("a fork from frame " + frame + " to frame " + to + " has no frames");
        }
        if (changes.isEmpty() && then == Then.RECORDED) {
            throw new ReplayException("nothing is to change: say what to drop, to set or to add, or who plays on");
        }
    }

    /** Who plays from the fork on. */
    public enum Then {
        /** Everybody goes on as recorded, but for the changes. */
        RECORDED,
        /** No recorded input counts any more: players do what the changes say and nothing else. */
        SCRIPT,
        /** All players are removed, so that the game puts its bots in their places, where its rules have bots. */
        BOTS
    }
}

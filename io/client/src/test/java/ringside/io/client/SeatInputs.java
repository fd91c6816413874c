package ringside.io.client;

import java.util.ArrayList;
import java.util.List;
import ringside.engine.logic.MatchSnapshot;

/** Notes what each frame had of the first seat's inputs: as a rule just the one after that of the frame before. */
public final class SeatInputs {
    /** An input that misses its frame is merged into one of so many after it, or refused. */
    private static final int LATE_MERGE_FRAMES = 3;

    private final List<Integer> oddFrames = new ArrayList<>();
    private int consumed;
    private int missing;

    /** After each frame. */
    public void note(final MatchSnapshot match) {
        if (match.isSeated(0) && match.consumedSeq(0) != consumed + 1) {
            oddFrames.add(match.frame());
            missing += match.consumedSeq(0) == consumed ? 1 : 0;
        }
        consumed = match.consumedSeq(0);
    }

    /** Frames without an input so far. */
    public int missing() {
        return missing;
    }

    /** Whether a client had to be wrong about a frame between these views, as it lacked its input or had two. */
    public boolean explain(final int viewBefore, final int view) {
        return oddFrames.stream().anyMatch(frame -> frame + LATE_MERGE_FRAMES >= viewBefore && frame <= view);
    }
}

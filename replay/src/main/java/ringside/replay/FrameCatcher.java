package ringside.replay;

import org.jspecify.annotations.Nullable;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.MatchSlot;
import ringside.engine.logic.MutedOutput;

/** Keeps a copy of a match's state when a replay has computed the frame that is waited for. */
public final class FrameCatcher extends MutedOutput {
    private final int match;
    private final int frame;
    private @Nullable EngineMemory memory;
    private @Nullable StateAtFrame caught;

    public FrameCatcher(final int match, final int frame) {
        this.match = match;
        this.frame = frame;
    }

    /** Where the replay keeps its matches: said before its first event. */
    public void watch(final EngineMemory replayed) {
        memory = replayed;
    }

    /** What was waited for, or null as long as it did not come. */
    public @Nullable StateAtFrame caught() {
        return caught;
    }

    int match() {
        return match;
    }

    int frame() {
        return frame;
    }

    @Override
    public void hashed(final int hashedMatch, final int hashedFrame, final long hash, final long position) {
        final EngineMemory replayed = memory;
        if (hashedMatch == match && hashedFrame == frame && replayed != null) {
            final MatchSlot slot = replayed.find(match);
            if (slot != null) {
                caught = new StateAtFrame(match, frame, hash, StateCopy.of(slot.state()));
            }
        }
    }
}

package ringside.replay;

import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MatchSlot;
import ringside.layout.State;

/**
 * The state of a match at a frame, found by replaying from the nearest start before it.
 *
 * @param state over memory of its own
 * @param hash of that state
 */
public record StateAtFrame(int match, int frame, long hash, State state) {

    /** Finds it in an engine's recording. */
    public static StateAtFrame find(
            final EngineRecording recording, final GameTypes types, final int match, final int frame) {
        return find(new EngineMatch(recording, match), types, frame);
    }

    /** Finds it, or throws {@link ReplayException} saying how far the recording reaches. */
    public static StateAtFrame find(final MatchSource source, final GameTypes types, final int frame) {
        return find(source, types, frame, frame);
    }

    /** Finds it by playing all that was recorded before it, whatever states were stored on the way: as this build alone has it. */
    public static StateAtFrame fromBeginning(final MatchSource source, final GameTypes types, final int frame) {
        return find(source, types, frame, 0);
    }

    private static StateAtFrame find(
            final MatchSource source, final GameTypes types, final int frame, final int beginBefore) {
        final FrameCatcher catcher = new FrameCatcher(source.match(), frame);
        try (MatchSource.Playback playback = source.before(beginBefore, types, catcher)) {
            catcher.watch(playback.loop().memory());
            while (catcher.caught() == null && playback.next(MatchSource.NOBODY)) {
                // Goes on until the frame was computed.
            }
            final StateAtFrame caught = catcher.caught();
            if (caught != null) {
                return caught;
            }
            final MatchSlot slot = playback.loop().memory().find(source.match());
            throw new ReplayException(
                    slot == null
                            ? source + ": no match " + source.match() + " was recorded here"
                            : "match " + source.match() + " was recorded up to frame " + slot.frame() + ", not "
                                    + frame);
        }
    }
}

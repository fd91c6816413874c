package ringside.replay;

import ringside.layout.State;

/**
 * A state of a match that was stored while it was recorded: in a checkpoint, or as a start in a match file.
 *
 * @param where it stands, for people
 * @param position of the event that it follows, in the counting of the recording's playback
 * @param frame that the match had reached
 * @param state over memory of its own
 */
public record StoredState(String where, long position, int frame, State state) {}

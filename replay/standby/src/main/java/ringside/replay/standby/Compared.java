package ringside.replay.standby;

/**
 * A frame whose hash was found to be the primary's.
 *
 * @param match of the frame
 * @param hash that both computed
 */
public record Compared(int match, int frame, long hash) {}

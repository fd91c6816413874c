package ringside.journal;

/**
 * A journal was opened for writing.
 *
 * @param epoch the number of the epoch
 * @param writerId who opened it
 * @param firstPosition the position of the first event that the epoch may hold
 * @param serverId the server that wrote it
 * @param identityJson what the opener said of itself, see {@link Reign}
 */
public record EpochStart(int epoch, long writerId, long firstPosition, ServerId serverId, String identityJson) {}

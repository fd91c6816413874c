package ringside.replay.standby;

/**
 * Why a connection ended.
 *
 * @param reason its number
 * @param byPeer whether the other side said it
 * @param epoch of whoever said it
 * @param text one line for people
 */
public record Refused(Reason reason, boolean byPeer, Epoch epoch, String text) {
    /** For a log. */
    @Override
    public String toString() {
        return reason + " (" + reason.code() + (byPeer ? ", said by the other side, epoch " + epoch : "") + "): "
                + text;
    }
}

package ringside.io.client;

import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;

/**
 * What a client asks to play. Immutable.
 *
 * @param game the layout's game, or empty for whatever the match plays
 * @param layoutHash the layout that the client was built for, or 0 when it reads any
 * @param match the match to join, or 0 to be given one
 * @param token the connect token, or empty
 * @param join the layout's join record in canonical form, or empty for its defaults
 * @param client what the client calls itself, for logs
 * @param spectate whether the client only watches: it has no seat, its inputs and commands go nowhere, and it is shown the
 *     match some time late; where tokens are asked for, the role of the token decides
 */
public record JoinRequest(
        String game, long layoutHash, int match, String token, Bytes join, String client, boolean spectate) {
    /** Any match of any game, without a token. */
    public static final JoinRequest ANY = new JoinRequest("", 0, 0, "", Bytes.NONE, "ringside-java", false);

    public JoinRequest withMatch(final int number) {
        return new JoinRequest(game, layoutHash, number, token, join, client, spectate);
    }

    public JoinRequest withToken(final String connectToken) {
        return new JoinRequest(game, layoutHash, match, connectToken, join, client, spectate);
    }

    public JoinRequest withJoin(final Bytes record) {
        return new JoinRequest(game, layoutHash, match, token, record, client, spectate);
    }

    public JoinRequest withClient(final String name) {
        return new JoinRequest(game, layoutHash, match, token, join, name, spectate);
    }

    /** The same, but only to watch. */
    public JoinRequest toWatch() {
        return new JoinRequest(game, layoutHash, match, token, join, client, true);
    }

    /** The message that asks for a seat. */
    HelloMessage hello() {
        final HelloMessage hello = new HelloMessage(game, layoutHash, match, token, join, null, client);
        return spectate ? hello.ofSpectator() : hello;
    }

    /** The message that asks for a seat held before. */
    HelloMessage hello(final int heldMatch, final HelloMessage.Resume resume) {
        return new HelloMessage(game, layoutHash, heldMatch, "", Bytes.NONE, resume, client);
    }

    @Override
    public String toString() {
        return "match " + match + " as " + client;
    }
}

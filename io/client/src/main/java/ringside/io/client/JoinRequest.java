package ringside.io.client;

import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.WelcomeMessage;

/**
 * What a client asks to play. Immutable.
 *
 * @param game the layout's game, or empty for whatever the match plays
 * @param layoutHash the layout that the client was built for, or 0 when it reads any
 * @param match the match to join, or 0 to be given one
 * @param token the connect token, or empty
 * @param join the layout's join record in canonical form, or empty for its defaults
 * @param client what the client calls itself, for logs
 */
public record JoinRequest(String game, long layoutHash, int match, String token, Bytes join, String client) {
    /** Any match of any game, without a token. */
    public static final JoinRequest ANY = new JoinRequest("", 0, 0, "", Bytes.NONE, "ringside-java");

    public JoinRequest withMatch(final int number) {
        return new JoinRequest(game, layoutHash, number, token, join, client);
    }

    public JoinRequest withToken(final String connectToken) {
        return new JoinRequest(game, layoutHash, match, connectToken, join, client);
    }

    public JoinRequest withJoin(final Bytes record) {
        return new JoinRequest(game, layoutHash, match, token, record, client);
    }

    public JoinRequest withClient(final String name) {
        return new JoinRequest(game, layoutHash, match, token, join, name);
    }

    /** The message that asks for a seat. */
    HelloMessage hello() {
        return new HelloMessage(game, layoutHash, match, token, join, null, client);
    }

    /** The message that asks for a seat held before. */
    HelloMessage hello(final WelcomeMessage.Seat seat) {
        final HelloMessage.Resume resume = new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch());
        return new HelloMessage(game, layoutHash, seat.match(), "", Bytes.NONE, resume, client);
    }

    @Override
    public String toString() {
        return "match " + match + " as " + client;
    }
}

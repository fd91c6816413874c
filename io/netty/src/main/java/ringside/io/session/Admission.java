package ringside.io.session;

import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.ProtocolException;
import ringside.layout.Layout;

/**
 * Decides who may join a match. Called on event loops, by several at once: it must not block.
 *
 * <p>That a token is used once is logic's to know; this checks that it is genuine, alive and meant for this server and
 * match.
 */
@FunctionalInterface
public interface Admission {
    /** For development: everyone may join as whoever they say they are. */
    Admission OPEN = (hello, match, layout) -> new Admitted(0, 0, hello.join());

    /**
     * Lets a player in, or throws a {@link ProtocolException} with a reason about tokens.
     *
     * @param match that the player will join
     * @param layout of that match
     */
    Admitted admit(HelloMessage hello, int match, Layout layout);

    /**
     * Who may join.
     *
     * @param tokenHigh first half of the token's id; both zero when there is none
     * @param tokenLow second half
     * @param join the join record: what the token claims, else what the client says; empty for defaults
     */
    record Admitted(long tokenHigh, long tokenLow, Bytes join) {}
}

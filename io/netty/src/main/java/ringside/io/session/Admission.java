package ringside.io.session;

import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.ProtocolException;
import ringside.layout.Layout;

/**
 * Decides who may join a match. Called on event loops, by several at once: it must not block.
 *
 * <p>That a token is used once is logic's to know; this checks that it is genuine, alive and meant for this server.
 */
@FunctionalInterface
public interface Admission {
    /** For development: everyone may join as whoever they say they are. */
    Admission OPEN = hello -> hello.spectate() ? Admitted.TO_WATCH : Admitted.OPEN;

    /**
     * Lets somebody in, once for each HELLO that does not resume, or throws a {@link ProtocolException} with a reason about
     * tokens.
     */
    Admitted admit(HelloMessage hello);

    /**
     * Who was let in, and to what.
     *
     * @param tokenHigh first half of the token's id; both zero when there is none
     * @param tokenLow second half
     * @param expirySecond the second since 1970 from which the token is no longer good; 0 when it has no end
     * @param tokenSeconds from now until nobody is let in with the token any more; 0 when it has no end
     * @param match the only match that the token is good for, or 0 for any
     * @param role as what
     * @param join what stands in the join record
     */
    record Admitted(
            long tokenHigh, long tokenLow, long expirySecond, int tokenSeconds, int match, Role role, JoinFields join) {
        /** Whoever it is, to whatever they ask for. */
        public static final Admitted OPEN = new Admitted(0, 0, 0, 0, 0, Role.PLAYER, JoinFields.OF_CLIENT);

        /** Whoever it is, to watch whatever they ask for. */
        public static final Admitted TO_WATCH = new Admitted(0, 0, 0, 0, 0, Role.SPECTATOR, JoinFields.OF_CLIENT);

        /** With a token of that id which has no end and claims nothing. */
        public static Admitted withToken(final long high, final long low) {
            return new Admitted(high, low, 0, 0, 0, Role.PLAYER, JoinFields.OF_CLIENT);
        }
    }

    /** Makes the join record of what the client says and what the token claims. */
    @FunctionalInterface
    interface JoinFields {
        /** The client is believed. */
        JoinFields OF_CLIENT = (layout, fromClient) -> fromClient;

        /**
         * The record, which is checked against the layout afterwards; empty for its defaults. Throws a {@link
         * ProtocolException} when the layout has no room for a claim.
         *
         * @param fromClient its record, not checked yet; empty when it sent none
         */
        Bytes record(Layout layout, Bytes fromClient);
    }
}

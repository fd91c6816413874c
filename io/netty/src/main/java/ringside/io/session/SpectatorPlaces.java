package ringside.io.session;

import java.util.HashMap;
import java.util.Map;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.ProtocolException;

/**
 * Who watches a match, on whichever event loop: so many in all, and of one token {@value #PER_TOKEN}, lest whoever has a token
 * takes all places with it. Thread-safe.
 */
final class SpectatorPlaces {
    /** One that watches, and one before it that nobody has noticed to be gone. */
    static final int PER_TOKEN = 2;

    private final Map<Token, Integer> tokens = new HashMap<>();
    private int taken;

    /** A token by its halves. */
    private record Token(long high, long low) {
        static Token of(final Admission.Admitted admitted) {
            return new Token(admitted.tokenHigh(), admitted.tokenLow());
        }

        boolean isNone() {
            return (high | low) == 0;
        }
    }

    /** Takes a place, or throws MATCH_FULL. */
    synchronized void take(final Admission.Admitted admitted, final int most) {
        if (taken >= most) {
            throw new ProtocolException(DisconnectReason.MATCH_FULL, "spectators");
        }
        final Token token = Token.of(admitted);
        if (!token.isNone()) {
            if (tokens.getOrDefault(token, 0) >= PER_TOKEN) {
                throw new ProtocolException(DisconnectReason.MATCH_FULL, "token");
            }
            tokens.merge(token, 1, Integer::sum);
        }
        taken++;
    }

    /** Who was let in so watches no longer. */
    synchronized void leave(final Admission.Admitted admitted) {
        taken--;
        tokens.computeIfPresent(Token.of(admitted), (token, count) -> count > 1 ? count - 1 : null);
    }

    synchronized int taken() {
        return taken;
    }

    /** Tokens that are remembered. */
    synchronized int tokens() {
        return tokens.size();
    }
}

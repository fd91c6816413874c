package ringside.io.client;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.GameType;

/**
 * Everything that a client is told at its beginning. Immutable.
 *
 * @param addresses tried in this order; several for a primary and its standbys
 * @param join what to play
 * @param reconnect how to come back
 * @param inputsPerSecond how often an input falls due; 0 for one in every frame of the server
 * @param seed of the randomness in waiting times
 * @param trusted certificates (PEM) that encrypted connections accept, or null for the machine's own
 * @param game the game itself, which a client must have to play in lockstep, and to predict; null for one that is only
 *     shown views. Sessions on one thread may share it
 * @param picture how to draw the match; null for a client that draws none, as bots
 */
public record ClientSettings(
        List<ServerAddress> addresses,
        JoinRequest join,
        ReconnectPolicy reconnect,
        int inputsPerSecond,
        long seed,
        @Nullable Path trusted,
        @Nullable GameType game,
        @Nullable PictureSettings picture) {

    /** Of a client that is shown views. */
    public ClientSettings(
            final List<ServerAddress> addresses,
            final JoinRequest join,
            final ReconnectPolicy reconnect,
            final int inputsPerSecond,
            final long seed,
            final @Nullable Path trusted) {
        this(addresses, join, reconnect, inputsPerSecond, seed, trusted, null, null);
    }

    public ClientSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses: none given; name at least one server");
        }
        if (inputsPerSecond < 0 || inputsPerSecond > 1_000) {
            throw new IllegalArgumentException("inputsPerSecond " + inputsPerSecond + ": 0 to 1000 are possible");
        }
    }

    /** The defaults for these addresses. */
    public static ClientSettings of(final String urls) {
        return new ClientSettings(ServerAddress.parseAll(urls), JoinRequest.ANY, ReconnectPolicy.DEFAULT, 0, 1, null);
    }

    public ClientSettings withJoin(final JoinRequest request) {
        return new ClientSettings(addresses, request, reconnect, inputsPerSecond, seed, trusted, game, picture);
    }

    public ClientSettings withReconnect(final ReconnectPolicy policy) {
        return new ClientSettings(addresses, join, policy, inputsPerSecond, seed, trusted, game, picture);
    }

    public ClientSettings withInputsPerSecond(final int rate) {
        return new ClientSettings(addresses, join, reconnect, rate, seed, trusted, game, picture);
    }

    public ClientSettings withSeed(final long value) {
        return new ClientSettings(addresses, join, reconnect, inputsPerSecond, value, trusted, game, picture);
    }

    public ClientSettings trusting(final Path certificates) {
        return new ClientSettings(addresses, join, reconnect, inputsPerSecond, seed, certificates, game, picture);
    }

    /**
     * Of a client that has the game itself and joins only matches of just this version of it, in lockstep where they are.
     * Elsewhere it predicts own rows if it draws the match: {@link #withPicture}.
     */
    public ClientSettings withGame(final GameType type) {
        return new ClientSettings(addresses, join, reconnect, inputsPerSecond, seed, trusted, type, picture);
    }

    /** Of a client that draws the match: {@link ClientSession#picture}. Own rows are predicted if it has the game. */
    public ClientSettings withPicture(final PictureSettings drawing) {
        return new ClientSettings(addresses, join, reconnect, inputsPerSecond, seed, trusted, game, drawing);
    }
}

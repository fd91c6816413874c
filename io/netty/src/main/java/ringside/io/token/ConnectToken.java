package ringside.io.token;

import java.util.Map;
import java.util.TreeMap;
import ringside.io.session.Role;

/**
 * What a connect token says. Immutable.
 *
 * @param id told apart from every other of the same key: the token is used once
 * @param player who it is for, as the issuer knows them
 * @param match that it is good for
 * @param role as what
 * @param audience the server that it is good at
 * @param expirySecond since 1970, from which it is good no longer
 * @param join fields of the join record by their names: numbers, truth values and texts
 */
public record ConnectToken(
        String id, String player, int match, Role role, String audience, long expirySecond, Map<String, Object> join) {
    /** Characters of an id, a player, an audience, a key's id. */
    public static final int MAX_TEXT = 64;

    public ConnectToken {
        requireText("id", id);
        requireText("player", player);
        requireText("audience", audience);
        if (match < 1) {
            throw new IllegalArgumentException("match " + match + ": 1 or more is possible");
        }
        join = Map.copyOf(new TreeMap<>(join));
    }

    private static void requireText(final String name, final String value) {
        if (value.isEmpty() || value.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    name + " '" + value + "': 1 to " + MAX_TEXT + " characters are possible");
        }
    }
}

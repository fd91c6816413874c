package ringside.server.results;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a match came out. Its number and its final hash together are the key: a result may be delivered more than once, and
 * then it is the same in every byte.
 *
 * @param match its number, never used twice in a data directory
 * @param end finished, aborted, failed or abandoned
 * @param frame the last one
 * @param finalHash of the state at the end, 16 hexadecimal digits
 * @param players who held a seat at the end
 * @param result the fields that the game declared, by name; at their defaults where it did not come to fill them in
 */
@JsonPropertyOrder({"match", "game", "logicVersion", "end", "frame", "finalHash", "players", "result"})
public record MatchResult(
        int match,
        String game,
        int logicVersion,
        String end,
        int frame,
        String finalHash,
        List<Player> players,
        Map<String, Object> result) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Who held a seat.
     *
     * @param joined what the player brought, by name
     */
    @JsonPropertyOrder({"player", "seat", "joined"})
    public record Player(int player, int seat, Map<String, Object> joined) {
        /** Copies the map and keeps its order. */
        public Player {
            joined = Collections.unmodifiableMap(new LinkedHashMap<>(joined));
        }
    }

    /** Copies what can be changed and keeps its order. */
    public MatchResult {
        players = List.copyOf(players);
        result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
    }

    /** What tells this result from all others. */
    public String key() {
        return match + "-" + finalHash;
    }

    /** On one line. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (final JsonProcessingException e) {
            throw new IllegalStateException("a result that is not JSON: " + match, e);
        }
    }
}

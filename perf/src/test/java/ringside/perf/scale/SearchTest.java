package ringside.perf.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.WaitKind;
import ringside.perf.JsonOption;

class SearchTest {
    private static final ScalePlan PLAN =
            new ScalePlan(20_000, 60, 1, 1, 1, 32, 4, GraphKind.FUSED, WaitKind.PARK, ScalePlan.Arrival.SCATTERED);

    private final List<Integer> tried = new ArrayList<>();

    private JsonNode find(final int first, final IntPredicate holds) {
        return new Search("players", 500, 100_000, PLAN::withPlayers, plan -> trial(plan, holds), line -> {})
                .from(first)
                .toJson();
    }

    private JsonNode trial(final ScalePlan plan, final IntPredicate holds) {
        tried.add(plan.players());
        final ObjectNode result = JsonOption.object();
        result.put("players", plan.players());
        result.put("holds", holds.test(plan.players()));
        result.put("limit", "the stub");
        return result;
    }

    @Test
    void the_largest_value_that_holds_is_found_from_below_to_a_twentieth() {
        final int found =
                find(20_000, players -> players <= 47_000).path("value").asInt();
        assertTrue(found <= 47_000 && found > 44_500, "found " + found + " by " + tried);
    }

    @Test
    void and_from_above() {
        final int found =
                find(60_000, players -> players <= 17_000).path("value").asInt();
        assertTrue(found <= 17_000 && found > 16_000, "found " + found + " by " + tried);
    }

    @Test
    void a_run_that_fails_once_gets_a_second_chance() {
        final JsonNode result = find(20_000, players -> players <= 20_000 && tried.size() > 1);
        assertEquals(20_000, tried.get(1));
        assertEquals(20_000, result.path("best").path("players").asInt());
    }

    @Test
    void where_nothing_holds_the_search_ends_and_says_so() {
        final JsonNode result = find(20_000, players -> false);
        assertEquals(0, result.path("value").asInt());
        assertEquals("the stub", result.path("limit").asText());
        assertTrue(tried.size() <= 13, "tried " + tried);
    }

    @Test
    void where_all_holds_the_search_ends_at_the_most_that_is_tried() {
        assertEquals(100_000, find(20_000, players -> true).path("value").asInt());
    }
}

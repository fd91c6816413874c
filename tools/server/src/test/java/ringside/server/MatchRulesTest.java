package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameType;
import ringside.layout.Layout;
import ringside.layout.RecordView;

final class MatchRulesTest {
    private final Fragile game = new Fragile();
    private final Layout layout = new GameType(game).layout();

    private String value(final String rule, final Map<String, Object> given) {
        final UnsafeBuffer record = MatchRules.record(layout, given);
        assertEquals(layout.rules().lengthBytes(), record.capacity());
        return layout.rules().columns().stream()
                .filter(column -> column.name().equals(rule))
                .map(column -> column.format(record, 0))
                .findFirst()
                .orElseThrow();
    }

    private String refusal(final String rule, final Object value) {
        final ServerException e =
                assertThrows(ServerException.class, () -> MatchRules.record(layout, Map.of(rule, value)));
        assertTrue(e.isConfiguration());
        return String.valueOf(e.getMessage());
    }

    @Test
    void what_is_not_given_is_at_its_default() {
        final UnsafeBuffer record = MatchRules.record(layout, Map.of());
        final RecordView view = new RecordView(layout.rules()).wrap(record, 0);
        assertEquals(98_304, view.get(game.drag));
        assertEquals("", game.motto.readText(record, 0));
    }

    @Test
    void numbers_truth_values_and_text_are_taken() {
        assertEquals("7", value("failsAt", Map.of("failsAt", 7L)));
        assertEquals("7", value("failsAt", Map.of("failsAt", 7.0)));
        assertEquals("true", value("error", Map.of("error", true)));
        assertEquals("2.5", value("drag", Map.of("drag", 2.5)));
        assertEquals(value("drag", Map.of("drag", -3.0)), value("drag", Map.of("drag", -3)));
        assertEquals("go", value("motto", Map.of("motto", "go")));
        assertEquals("42", value("motto", Map.of("motto", 42)));
    }

    @Test
    void what_does_not_fit_is_refused_with_rule_and_value() {
        assertEquals("rule failsAt = -1: outside 0 to 1000000", refusal("failsAt", -1));
        assertEquals("rule failsAt = 2.5: not a value of type INT32", refusal("failsAt", 2.5));
        assertEquals("rule failsAt = x: not a value of type INT32", refusal("failsAt", "x"));
        assertEquals("rule error = 1.5: not a value of type BOOL", refusal("error", 1.5));
        assertEquals("rule drag = NaN: not a value of type FIXED", refusal("drag", Double.NaN));
        assertTrue(refusal("drag", 11).startsWith("rule drag = 11: outside -10"));
        assertTrue(refusal("drag", Double.POSITIVE_INFINITY).startsWith("rule drag = Infinity: outside"));
        assertTrue(refusal("drag", 1e300).startsWith("rule drag = 1.0E300: outside"));
    }

    @Test
    void an_unknown_rule_is_refused_and_the_games_rules_are_listed() {
        final String message = refusal("boots", 5);
        assertTrue(message.startsWith("rule 'boots': the game fragile has none of that name; it has ["), message);
        assertTrue(message.contains("failsAt"), message);
    }
}

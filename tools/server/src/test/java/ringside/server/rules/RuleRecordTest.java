package ringside.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringside.engine.logic.GameType;
import ringside.layout.RecordView;
import ringside.server.ServerException;

final class RuleRecordTest {
    private final GameType type = new GameType(new Drilled());

    private RuleRecord record(final String rule, final Object value) {
        return RuleRecord.of(type, List.of(RuleValue.given(rule, value)));
    }

    private String taken(final String rule, final Object value) {
        return record(rule, value).format(type.layout().rules().column(rule));
    }

    private String refusal(final String rule, final Object value) {
        final ServerException e = assertThrows(ServerException.class, () -> record(rule, value));
        assertTrue(e.isConfiguration());
        return String.valueOf(e.getMessage());
    }

    @Test
    void what_is_not_given_is_at_its_default() {
        assertEquals(
                "bots=6, speed=0, limit=20, seed=0, fog=true, drag=1.5, motto=, key=none, tree=none, mind=none",
                RuleRecord.of(type, List.of()).toString());
    }

    @Test
    void numbers_truth_values_text_and_bytes_are_taken() {
        assertEquals("7", taken("bots", 7L));
        assertEquals("7", taken("bots", 7.0));
        assertEquals("-3", taken("speed", -3));
        assertEquals("9223372036854775807", taken("seed", Long.MAX_VALUE));
        assertEquals("false", taken("fog", false));
        assertEquals("2.5", taken("drag", 2.5));
        assertEquals("-3", taken("drag", -3L));
        assertEquals("go", taken("motto", "go"));
        assertEquals("42", taken("motto", 42), "a command line does not tell numbers from text");
        assertEquals("2 bytes 0a1b", taken("key", "0A1b"));
    }

    @ParameterizedTest
    @CsvSource({
        "bots,-1,bots = -1: outside 0 to 10",
        "bots,11,bots = 11: outside 0 to 10",
        "speed,101,speed = 101: outside -100 to 100",
        "drag,11,drag = 11: outside -10 to 10",
    })
    void what_is_out_of_range_is_refused_with_the_range(final String rule, final long value, final String expected) {
        assertEquals(expected, refusal(rule, value));
    }

    @Test
    void what_is_of_another_type_is_refused_with_the_one_that_is_wanted() {
        assertEquals("bots = 2.5: a whole number is wanted", refusal("bots", 2.5));
        assertEquals("bots = x: a whole number is wanted", refusal("bots", "x"));
        assertEquals("bots = [1]: a whole number is wanted", refusal("bots", List.of(1L)));
        assertEquals("seed = 1.0E300: a whole number is wanted", refusal("seed", 1e300));
        assertEquals("fog = 1: true or false is wanted", refusal("fog", 1L));
        assertEquals("drag = NaN: a number is wanted", refusal("drag", Double.NaN));
        assertEquals("drag = Infinity: outside -10 to 10", refusal("drag", Double.POSITIVE_INFINITY));
        assertEquals("key = abc: bytes are wanted, two hexadecimal digits each", refusal("key", "abc"));
        assertEquals("key = 0102030405: 5 bytes; at most 4 are possible", refusal("key", "0102030405"));
        assertEquals("key = 5: bytes are wanted, as hexadecimal text", refusal("key", 5L));
        assertEquals("tree = 5: the name of a tree's file is wanted", refusal("tree", 5L));
        assertEquals("mind = 1: refers to a row of a running match; it cannot be given", refusal("mind", 1L));
        assertEquals("motto = 123456789: 9 bytes in UTF-8; at most 8 are possible", refusal("motto", "123456789"));
        assertTrue(refusal("motto", "a\0b").contains("a zero stands"));
    }

    @Test
    void an_unknown_rule_is_refused_with_the_nearest_name_and_all_of_them() {
        final String message = refusal("boots", 5);
        assertTrue(
                message.startsWith("unknown rule 'boots' (did you mean bots?); the game drilled has [bots, "), message);
    }

    @Test
    void all_that_is_wrong_is_told_at_once_and_the_later_of_two_values_counts() {
        final ServerException e = assertThrows(
                ServerException.class,
                () -> RuleRecord.of(type, RuleValue.given(new TreeMap<>(Map.of("bots", 99, "fog", 7)))));
        assertEquals("bots = 99: outside 0 to 10\nfog = 7: true or false is wanted", e.getMessage());
        final RuleRecord record = RuleRecord.of(type, List.of(RuleValue.given("bots", 1), RuleValue.given("bots", 2)));
        assertEquals("2", record.format(type.layout().rules().column("bots")));
    }

    @Test
    void the_rest_may_come_from_another_record() {
        final RuleRecord base = record("bots", 3);
        final RuleRecord over = RuleRecord.of(type, base.bytes(), List.of(RuleValue.given("limit", 5)));
        assertTrue(over.toString().startsWith("bots=3, speed=0, limit=5,"), over::toString);
        assertEquals(List.of("limit 20 -> 5"), over.changesSince(base));
        assertTrue(base.isSameAs(record("bots", 3).bytes()));
        assertEquals(base.digest(), record("bots", 3).digest());
        assertEquals(-1, type.layout().rules().firstStrayByte(over.buffer(), 0), "canonical");
        assertEquals(
                3,
                new RecordView(type.layout().rules())
                        .wrap(over.buffer(), 0)
                        .buffer()
                        .getByte(0));
    }
}

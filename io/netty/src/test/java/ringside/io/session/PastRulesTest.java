package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import ringside.io.protocol.Bytes;

class PastRulesTest {
    private final PastRules past = new PastRules(rules(0));

    private static Bytes rules(final int number) {
        return Bytes.copyOf(new byte[] {(byte) number});
    }

    @Test
    void rules_are_told_of_no_sooner_than_they_were_seen() {
        past.saw(rules(0), 100);
        past.saw(rules(1), 200);
        past.saw(rules(1), 250);
        past.saw(rules(2), 300);
        assertEquals(rules(0), past.asOf(Long.MIN_VALUE / 2));
        assertEquals(rules(0), past.asOf(199));
        assertEquals(rules(1), past.asOf(200));
        assertEquals(rules(1), past.asOf(299));
        assertEquals(rules(2), past.asOf(10_000));
    }

    @Test
    void of_too_many_changes_those_before_the_newest_are_forgotten() {
        for (int i = 1; i <= 2 * PastRules.MOST; i++) {
            past.saw(rules(i), i);
        }
        assertEquals(rules(1), past.asOf(1));
        assertEquals(rules(PastRules.MOST - 1), past.asOf(2 * PastRules.MOST - 1));
        assertEquals(rules(2 * PastRules.MOST), past.asOf(2 * PastRules.MOST));
    }
}

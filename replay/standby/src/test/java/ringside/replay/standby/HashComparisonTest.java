package ringside.replay.standby;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import ringside.replay.standby.HashComparison.Found;
import ringside.replay.standby.HashComparison.Kind;

/** Which frames count as different, and from which position on. */
class HashComparisonTest {
    private static final int ENGINE = 0;

    private final HashComparison shadow = new HashComparison(true);

    /** A tick of these matches, each at the frame of that number and with the hash of its number; its FRAME is ten positions on. */
    private static void computed(final HashComparison hashes, final int tick, final int... matches) {
        for (final int match : matches) {
            hashes.computed(match, tick, match, tick * 10L);
        }
        hashes.computed(ENGINE, tick, 99, tick * 10L);
    }

    private static void recorded(final HashComparison hashes, final int tick, final int... matches) {
        for (final int match : matches) {
            hashes.recorded(match, tick, match);
        }
        hashes.recorded(ENGINE, tick, 99);
    }

    private Found first() {
        final Found found = shadow.first();
        assertNotNull(found);
        return found;
    }

    @Test
    void frames_that_are_equal_count_and_what_was_before_the_beginning_is_passed_over() {
        recorded(shadow, 1, 1, 2);
        computed(shadow, 2, 1, 2);
        computed(shadow, 3, 1, 2);
        recorded(shadow, 2, 1, 2);
        recorded(shadow, 3, 1, 2);
        assertEquals(4, shadow.framesCompared());
        assertEquals(new Compared(2, 3, 2), shadow.last());
        assertNull(shadow.first());
    }

    @Test
    void of_each_match_the_first_difference_counts_and_the_engines_memory_no_more() {
        computed(shadow, 1, 1, 2, 3);
        computed(shadow, 2, 1, 2, 3);
        shadow.recorded(1, 1, 1);
        shadow.recorded(2, 1, 77);
        shadow.recorded(3, 1, 3);
        shadow.recorded(ENGINE, 1, 77);
        shadow.recorded(1, 2, 1);
        shadow.recorded(2, 2, 78);
        shadow.recorded(3, 2, 79);
        shadow.recorded(ENGINE, 2, 78);
        assertEquals(new Found(Kind.OTHER_STATE, 2, 1, 77, 2, 10), first());
        assertEquals(2, shadow.matchesDiffering());
        assertEquals(3, shadow.framesCompared());
    }

    @Test
    void the_engines_memory_alone_may_differ() {
        computed(shadow, 1, 1);
        shadow.recorded(1, 1, 1);
        shadow.recorded(ENGINE, 1, 77);
        assertEquals(new Found(Kind.OTHER_STATE, ENGINE, 1, 77, 99, 10), first());
        assertEquals(0, shadow.matchesDiffering());
    }

    @Test
    void a_match_that_only_the_primary_plays_on_differs() {
        computed(shadow, 1, 1, 2);
        recorded(shadow, 1, 1, 2);
        computed(shadow, 2, 1);
        computed(shadow, 3, 1);
        shadow.recorded(1, 2, 1);
        shadow.recorded(2, 2, 2);
        assertEquals(new Found(Kind.NOT_COMPUTED_HERE, 2, 2, 2, 0, 20), first());
        assertEquals(1, shadow.matchesDiffering());
    }

    @Test
    void a_match_that_only_the_shadow_plays_on_differs() {
        computed(shadow, 1, 1, 2);
        recorded(shadow, 1, 1, 2);
        computed(shadow, 2, 1, 2);
        computed(shadow, 3, 1, 2);
        recorded(shadow, 2, 1);
        assertEquals(new Found(Kind.NOT_COMPUTED_THERE, 2, 2, 0, 2, 20), first());
        recorded(shadow, 3, 1);
        assertEquals(1, shadow.matchesDiffering());
    }

    @Test
    void a_match_that_was_never_followed_is_nobodys_concern() {
        shadow.ignoreEngine();
        computed(shadow, 1, 1);
        shadow.recorded(1, 1, 1);
        shadow.recorded(2, 1, 77);
        shadow.recorded(ENGINE, 1, 77);
        assertNull(shadow.first());
    }

    @Test
    void frames_that_never_got_a_hash_are_no_difference() {
        computed(shadow, 1, 1);
        computed(shadow, 2, 1);
        shadow.epochBegins();
        computed(shadow, 3, 1);
        recorded(shadow, 3, 1);
        assertNull(shadow.first(), "their process was killed");

        shadow.begin();
        for (int tick = 1; tick <= 5; tick++) {
            computed(shadow, tick, 1);
        }
        shadow.recovered(50);
        recorded(shadow, 5, 1);
        assertNull(shadow.first(), "of a journal that goes on behind an epoch that was broken off");
    }

    @Test
    void a_standby_looks_no_further_than_to_the_first() {
        final HashComparison standby = new HashComparison(false);
        computed(standby, 1, 1, 2);
        standby.recorded(1, 1, 77);
        standby.recorded(2, 1, 78);
        standby.recorded(ENGINE, 1, 79);
        assertEquals(new Found(Kind.OTHER_STATE, 1, 1, 77, 1, 10), standby.first());
    }
}

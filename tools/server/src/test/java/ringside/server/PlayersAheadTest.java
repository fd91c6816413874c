package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** For how long a promotion waits for a primary's answer, and for its players. */
final class PlayersAheadTest {
    private static final long MS = 1_000_000;

    private long nowNs;
    private final PlayersAhead ahead = new PlayersAhead(() -> nowNs, restNs -> nowNs += restNs);

    @Test
    void a_primary_that_does_not_answer_costs_some_milliseconds() {
        assertFalse(ahead.await(() -> false, () -> true, () -> 0));
        assertEquals(PlayersAhead.ANSWER_NS, nowNs);
    }

    @Test
    void one_whose_connection_breaks_meanwhile_is_waited_for_no_longer() {
        assertFalse(ahead.await(() -> false, () -> nowNs < 3 * MS, () -> 0));
        assertEquals(3 * MS, nowNs);
    }

    @Test
    void players_are_waited_for_until_none_came_for_a_moment() {
        assertTrue(ahead.await(() -> nowNs >= 2 * MS, () -> true, () -> (int) Math.min(30, nowNs / MS)));
        assertEquals(30 * MS + PlayersAhead.QUIET_NS, nowNs);
    }

    @Test
    void where_nobody_comes_it_goes_on_after_a_while() {
        assertTrue(ahead.await(() -> true, () -> true, () -> 7));
        assertEquals(PlayersAhead.FIRST_NS, nowNs);
    }

    @Test
    void players_who_come_and_come_are_not_waited_for_longer_than_the_first_can_wait() {
        assertTrue(ahead.await(() -> true, () -> true, () -> (int) (nowNs / MS)));
        assertEquals(PlayersAhead.MOST_NS, nowNs);
    }
}

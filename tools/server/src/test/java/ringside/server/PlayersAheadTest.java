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
<<<<<<< HEAD
        assertFalse(ahead.await(() -> false, () -> true, () -> 0));
=======
        assertFalse(ahead.await(() -> false, () -> 0));
>>>>>>> origin/main
        assertEquals(PlayersAhead.ANSWER_NS, nowNs);
    }

    @Test
<<<<<<< HEAD
    void one_whose_connection_breaks_meanwhile_is_waited_for_no_longer() {
        assertFalse(ahead.await(() -> false, () -> nowNs < 3 * MS, () -> 0));
        assertEquals(3 * MS, nowNs);
    }

    @Test
    void players_are_waited_for_until_none_came_for_a_moment() {
        assertTrue(ahead.await(() -> nowNs >= 2 * MS, () -> true, () -> (int) Math.min(30, nowNs / MS)));
=======
    void players_are_waited_for_until_none_came_for_a_moment() {
        assertTrue(ahead.await(() -> nowNs >= 2 * MS, () -> (int) Math.min(30, nowNs / MS)));
>>>>>>> origin/main
        assertEquals(30 * MS + PlayersAhead.QUIET_NS, nowNs);
    }

    @Test
    void where_nobody_comes_it_goes_on_after_a_while() {
<<<<<<< HEAD
        assertTrue(ahead.await(() -> true, () -> true, () -> 7));
=======
        assertTrue(ahead.await(() -> true, () -> 7));
>>>>>>> origin/main
        assertEquals(PlayersAhead.FIRST_NS, nowNs);
    }

    @Test
    void players_who_come_and_come_are_not_waited_for_longer_than_the_first_can_wait() {
<<<<<<< HEAD
        assertTrue(ahead.await(() -> true, () -> true, () -> (int) (nowNs / MS)));
=======
        assertTrue(ahead.await(() -> true, () -> (int) (nowNs / MS)));
>>>>>>> origin/main
        assertEquals(PlayersAhead.MOST_NS, nowNs);
    }
}

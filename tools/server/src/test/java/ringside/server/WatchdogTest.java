package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WatchdogTest {
    private static final long BOUND_NS = 2_000_000_000L;

    /** An engine that is where a test says. */
    private static final class StubEngine implements Watchdog.Watched {
        private final int number;
        private int match;
        private long position = 100;
        private long frames;

        StubEngine(final int number) {
            this.number = number;
        }

        @Override
        public int engine() {
            return number;
        }

        @Override
        public int matchInHand() {
            return match;
        }

        @Override
        public long appliedPosition() {
            return position;
        }

        @Override
        public long framesDone() {
            return frames;
        }

        @Override
        public Thread logicThread() {
            return Thread.currentThread();
        }
    }

    private final StubEngine first = new StubEngine(0);
    private final StubEngine second = new StubEngine(1);
    private final List<String> alarms = new ArrayList<>();
    private long nowNs;
    private final Watchdog watchdog = new Watchdog(
            List.of(first, second),
            BOUND_NS,
            () -> nowNs,
            (engine, match) -> alarms.add("engine " + engine.engine() + " match " + match));

    private void look(final long times) {
        for (long i = 0; i < times; i++) {
            nowNs += Watchdog.REST_NS;
            watchdog.doWork();
        }
    }

    @Test
    void a_game_that_does_not_return_is_named_once() {
        second.match = 7;
        look(1 + BOUND_NS / Watchdog.REST_NS - 1);
        assertEquals(List.of(), alarms);
        look(1);
        assertEquals(List.of("engine 1 match 7"), alarms);
        look(100);
        assertEquals(1, alarms.size());
    }

    @Test
    void an_engine_that_goes_on_is_left_alone_however_long_one_match_is_in_hand_at_each_look() {
        first.match = 7;
        second.match = 8;
        for (int i = 0; i < 1000; i++) {
            look(10);
            first.position++;
            second.frames++;
        }
        assertEquals(List.of(), alarms);
    }

    @Test
    void a_long_frame_of_many_matches_is_no_game_that_loops() {
        for (int i = 0; i < 1000; i++) {
            first.match = 1 + i;
            look(10);
        }
        assertEquals(List.of(), alarms);
    }

    @Test
    void an_engine_that_waits_for_its_journal_has_no_game_in_hand() {
        look(1000);
        assertEquals(List.of(), alarms);
    }

    @Test
    void a_process_that_was_frozen_does_not_blame_the_game_in_hand() {
        first.match = 7;
        look(2);
        nowNs += 100 * BOUND_NS;
        watchdog.doWork();
        assertEquals(List.of(), alarms);
        first.position++;
        look(5);
        assertEquals(List.of(), alarms);
    }

    @Test
    void the_description_names_where_it_is_and_what_it_does() {
        first.match = 7;
        final String text = Watchdog.describe(first, 7, "chess", 41, BOUND_NS);
        assertTrue(
                text.startsWith(
                        "engine 0: the game chess of match 7 has not returned for 2.0 s, after frame 41, at position"
                                + " 101; "),
                text);
        assertTrue(text.contains("WatchdogTest.the_description_names"), text);
    }
}

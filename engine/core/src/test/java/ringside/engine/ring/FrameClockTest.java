package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventPort;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.support.ManualClock;
import ringside.engine.support.Seed;

class FrameClockTest {
    private static final int HZ = 50;
    private static final long PERIOD_NS = 20_000_000;

    /** Soon the monotonic clock passes from the largest number to the smallest, as it may. */
    private static final long START_NS = Long.parseLong("7fffffffff000000", 16);

    private record Published(long atNs, long dueNs, int skipped, boolean overloaded) {}

    /** A port that takes frames until it is full, and a logic that consumes them when told. */
    private static final class StubPort implements EventPort {
        private final ManualClock clock;
        private final List<Published> published = new ArrayList<>();
        private boolean full;

        StubPort(final ManualClock clock) {
            this.clock = clock;
        }

        @Override
        public boolean offer(final Event event) {
            if (full) {
                return false;
            }
            assertEquals(EventType.FRAME, event.type());
            published.add(new Published(
                    clock.nowNs,
                    event.receivedNs(),
                    FramePayload.skippedFrames(event),
                    FramePayload.overloaded(event)));
            return true;
        }
    }

    private final ManualClock time = new ManualClock(START_NS);
    private final StubPort port = new StubPort(time);
    private long consumed;
    private boolean consumesAtOnce = true;
    private final FrameClock clock =
            new FrameClock(port, time, () -> consumesAtOnce ? port.published.size() : consumed, HZ, 4);

    private void workUntilIdle() {
        while (clock.doWork() > 0) {
            assertTrue(port.published.size() < 100_000);
        }
    }

    private int simulatedAndSkipped() {
        int frames = port.published.size();
        for (final Published each : port.published) {
            frames += each.skipped();
        }
        return frames;
    }

    @Test
    void the_first_frame_is_due_one_period_after_the_start() {
        assertEquals(0, clock.doWork());
        time.advance(PERIOD_NS - 1);
        assertEquals(0, clock.doWork());
        time.advance(1);
        assertEquals(1, clock.doWork());
        assertEquals(0, clock.doWork());
        assertEquals(new Published(time.nowNs, time.nowNs, 0, false), port.published.get(0));
    }

    @Test
    void deadlines_are_absolute_however_late_the_clock_is_looked_at() {
        final SplittableRandom random = Seed.random("FrameClockTest");
        for (int i = 0; i < 10_000; i++) {
            time.advance(random.nextLong(PERIOD_NS));
            clock.doWork();
        }
        for (int i = 0; i < port.published.size(); i++) {
            final Published each = port.published.get(i);
            assertEquals(START_NS + (i + 1) * PERIOD_NS, each.dueNs());
            assertTrue(each.atNs() - each.dueNs() >= 0, "never early");
            assertTrue(each.atNs() - each.dueNs() < PERIOD_NS);
            assertFalse(each.overloaded());
        }
        assertEquals(0, clock.totalSkippedFrames());
    }

    @Test
    void a_short_delay_is_caught_up() {
        time.advance(3 * PERIOD_NS);
        workUntilIdle();
        assertEquals(3, port.published.size());
        assertEquals(0, clock.totalSkippedFrames());
    }

    @Test
    void frames_that_logic_does_not_consume_are_skipped_and_the_next_one_says_how_many() {
        consumesAtOnce = false;
        for (int i = 0; i < 10; i++) {
            time.advance(PERIOD_NS);
            workUntilIdle();
        }
        assertEquals(4, port.published.size());
        assertEquals(6, clock.totalSkippedFrames());
        consumed = 1;
        time.advance(PERIOD_NS);
        workUntilIdle();
        assertEquals(5, port.published.size());
        assertEquals(6, port.published.get(4).skipped());
        assertFalse(port.published.get(4).overloaded(), "a single bad moment");
        consumed = 5;
        time.advance(PERIOD_NS);
        workUntilIdle();
        assertEquals(0, port.published.get(5).skipped(), "told once");
        assertEquals(6, clock.totalSkippedFrames());
    }

    private void pass(final int frames) {
        for (int i = 0; i < frames; i++) {
            time.advance(PERIOD_NS);
            workUntilIdle();
        }
    }

    private void freeze() {
        time.advance(20 * PERIOD_NS);
        workUntilIdle();
    }

    private long overloadedFrames() {
        return port.published.stream().filter(Published::overloaded).count();
    }

    private void overload() {
        for (int i = 0; i < 5; i++) {
            freeze();
        }
        assertTrue(clock.isOverloaded());
    }

    @Test
    void overload_begins_with_the_fifth_frame_that_tells_of_skips_and_ends_after_a_second_without() {
        pass(3);
        for (int i = 0; i < 4; i++) {
            freeze();
            pass(HZ / 2);
            assertFalse(clock.isOverloaded());
        }
        freeze();
        assertTrue(clock.isOverloaded());
        final int first = port.published.size() - 4;
        assertTrue(port.published.get(first).skipped() > 0);
        pass(3 * HZ);
        assertFalse(clock.isOverloaded());
        for (int i = 0; i < port.published.size(); i++) {
            assertEquals(i >= first && i < first + HZ, port.published.get(i).overloaded(), "FRAME " + i);
        }
    }

    @Test
    void bad_moments_with_a_second_without_skips_between_them_are_no_overload() {
        for (int i = 0; i < 20; i++) {
            freeze();
            pass(HZ);
        }
        assertEquals(0, overloadedFrames());
    }

    @Test
    void a_skip_during_overload_begins_the_second_anew() {
        overload();
        pass(HZ - 10);
        assertTrue(clock.isOverloaded());
        freeze();
        pass(HZ - 10);
        assertTrue(clock.isOverloaded(), "the first second alone would be over");
        pass(10);
        assertFalse(clock.isOverloaded());
    }

    @Test
    void frames_that_find_the_ring_full_do_not_count_as_calm() {
        overload();
        final long before = overloadedFrames();
        port.full = true;
        pass(2 * HZ);
        assertTrue(clock.isOverloaded());
        port.full = false;
        pass(HZ);
        assertTrue(clock.isOverloaded(), "the skips were told with the first of these");
        assertEquals(before + HZ, overloadedFrames());
        pass(1);
        assertFalse(clock.isOverloaded());
    }

    @Test
    void a_full_ring_costs_the_frame_and_the_count_is_carried() {
        port.full = true;
        for (int i = 0; i < 3; i++) {
            time.advance(PERIOD_NS);
            assertEquals(0, clock.doWork());
        }
        port.full = false;
        assertEquals(0, clock.doWork(), "what was given up is not made up for");
        time.advance(PERIOD_NS);
        assertEquals(1, clock.doWork());
        assertEquals(3, port.published.get(0).skipped());
        assertEquals(START_NS + 4 * PERIOD_NS, port.published.get(0).dueNs());
    }

    @Test
    void a_process_that_was_frozen_for_5_s_catches_up_a_few_frames_and_skips_the_rest() {
        time.advance(PERIOD_NS);
        workUntilIdle();
        time.advance(5_000_000_000L);
        workUntilIdle();
        assertEquals(1 + 4, port.published.size(), "even though logic keeps pace");
        assertEquals(250 - 4, clock.totalSkippedFrames());
        assertEquals(250 - 4, port.published.get(1).skipped());
        assertFalse(port.published.get(1).overloaded(), "it was not the engine that could not keep up");
        assertEquals(0, port.published.get(2).skipped());
        assertEquals(time.nowNs, port.published.get(4).dueNs(), "the deadlines are the old ones");
        time.advance(PERIOD_NS);
        workUntilIdle();
        assertEquals(6, port.published.size());
        assertEquals(251 + 1, simulatedAndSkipped());
    }

    @Test
    void a_process_that_was_frozen_for_5_s_while_logic_stands_still_publishes_no_more_than_may_wait() {
        consumesAtOnce = false;
        time.advance(5_000_000_000L);
        workUntilIdle();
        assertEquals(4, port.published.size());
        time.advance(PERIOD_NS);
        workUntilIdle();
        assertEquals(4, port.published.size());
    }

    @Test
    void every_period_is_simulated_or_skipped_whatever_happens() {
        final SplittableRandom random = Seed.random("FrameClockTest.random");
        consumesAtOnce = false;
        for (int i = 0; i < 20_000; i++) {
            time.advance(random.nextInt(50) == 0 ? random.nextLong(100 * PERIOD_NS) : random.nextLong(PERIOD_NS));
            port.full = random.nextInt(20) == 0;
            if (random.nextInt(3) > 0) {
                consumed = Math.min(port.published.size(), consumed + random.nextInt(3));
            }
            for (int n = random.nextInt(8); n > 0; n--) {
                clock.doWork();
            }
            assertTrue(port.published.size() - consumed <= 4, "at most 4 wait for logic");
        }
        port.full = false;
        consumesAtOnce = true;
        time.advance(PERIOD_NS);
        workUntilIdle();
        assertEquals((time.nowNs - START_NS) / PERIOD_NS, simulatedAndSkipped());
        assertEquals(clock.totalSkippedFrames() + port.published.size(), simulatedAndSkipped());
        long last = START_NS;
        for (final Published each : port.published) {
            assertTrue(each.atNs() - each.dueNs() >= 0, "never early");
            assertEquals(last + (1 + each.skipped()) * PERIOD_NS, each.dueNs());
            last = each.dueNs();
        }
    }
}

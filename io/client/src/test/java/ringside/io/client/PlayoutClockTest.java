package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PlayoutClockTest {
    private static final long FRAME_NS = 1_000_000_000L / 50;

    private final PlayoutClock clock = new PlayoutClock(50, 250);
    private long nowNs = 1_000 * FRAME_NS;
    private int frame = 100;
    private int dry;

    /** Frames that come after such a delay each, and pictures halfway between. */
    private void run(final int frames, final long delayNs) {
        for (int i = 0; i < frames; i++) {
            nowNs += FRAME_NS;
            clock.arrived(frame++, nowNs + delayNs);
            picture(nowNs + delayNs + FRAME_NS / 2);
        }
    }

    private void picture(final long atNs) {
        dry += clock.advance(atNs) ? 0 : 1;
    }

    @Test
    void where_views_are_punctual_others_are_drawn_about_a_frame_late() {
        run(400, 0);
        assertEquals(0, dry);
        assertEquals(0.5, clock.delayFrames(), 0.01);
    }

    @Test
    void more_jitter_makes_it_later_by_gliding() {
        run(400, 0);
        double before = clock.time();
        final SplittableRandom random = new SplittableRandom(1);
        dry = 0;
        long lastNs = 0;
        for (int i = 0; i < 1_000; i++) {
            nowNs += FRAME_NS;
            final long atNs = Math.max(lastNs + 1, nowNs + random.nextLong(3 * FRAME_NS));
            lastNs = atNs;
            clock.arrived(frame++, atNs);
            picture(atNs + 1);
            final double moved = clock.time() - before;
            assertTrue(moved >= 0 && moved < 4.5, "moved by " + moved);
            before = clock.time();
        }
        assertTrue(dry < 40, dry + " of 1000 were dry");
        assertTrue(clock.delayFrames() > 0.5, "late by " + clock.delayFrames());
    }

    @Test
    void the_delay_has_a_bound() {
        run(400, 0);
        for (int i = 0; i < 10; i++) {
            nowNs += 40 * FRAME_NS;
            frame += 40;
            clock.arrived(frame++, nowNs);
        }
        run(50, 0);
        assertTrue(clock.delayFrames() <= 250 / 20.0 + 1, "late by " + clock.delayFrames());
    }

    @Test
    void one_stall_does_not_make_it_later() {
        run(400, 0);
        final double before = clock.delayFrames();
        nowNs += 10 * FRAME_NS;
        frame += 10;
        run(100, 0);
        assertEquals(before, clock.delayFrames(), 0.01);
    }

    @Test
    void a_match_that_stood_still_is_taken_up_where_it_goes_on() {
        run(400, 0);
        nowNs += 500 * FRAME_NS;
        run(100, 0);
        assertTrue(clock.delayFrames() < 3, "late by " + clock.delayFrames());
    }

    @Test
    void a_new_connection_begins_anew() {
        run(400, 0);
        clock.clear();
        frame = 5;
        run(100, 7 * FRAME_NS);
        assertTrue(clock.time() < frame && clock.time() > frame - 4, "at " + clock.time() + " of " + frame);
    }
}

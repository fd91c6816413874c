package ringside.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.output.Refusal;
import ringside.testkit.OtherJvm;
import ringside.testkit.RingsideTest;
import ringside.testkit.TestMatch;
import ringside.testkit.TestPlayer;

@RingsideTest(game = Sprint.class, hz = 60, seed = 7, seatHoldFrames = 120)
class SprintTest {
    @Test
    void who_presses_gets_ahead(final TestMatch match) {
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        ann.hold(30, "press", true);
        match.frames(60);
        assertTrue(ann.row("runners").decimal("metres") > 1);
        bob.row("runners").expect("metres", 0).expect("speed", 0);
    }

    @Test
    void a_stumble_costs_the_speed_and_is_shown(final TestMatch match) {
        final TestPlayer ann = match.join();
        ann.hold(1000, "press", true);
        match.until(() -> !match.effects("stumble").isEmpty(), 1000);
        ann.row("runners").expect("speed", 0);
        assertEquals(ann.seat(), match.effects("stumble").get(0).number("who"));
    }

    @Test
    void the_first_at_100_metres_wins(final TestMatch match) {
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        bob.row("runners").set("metres", 99.5);
        bob.hold(60, "press", true);
        ann.hold(60, "press", true);
        match.until(match::isOver, 120);
        assertEquals(1L, match.result("winner"));
    }

    @Test
    void a_seat_is_held_for_two_seconds(final TestMatch match) {
        final TestPlayer ann = match.join();
        ann.disconnect();
        match.seconds(1);
        ann.resume().expectTaken();
        ann.disconnect();
        match.seconds(3);
        ann.resume().expectRefused(Refusal.NOT_SEATED);
    }

    @Test
    void a_press_that_comes_too_late_is_refused(final TestMatch match) {
        final TestPlayer ann = match.join();
        match.frames(20);
        ann.inputFor(5, "press", true).expectRefused(Refusal.INPUT_TOO_LATE);
    }

    @Test
    void it_is_the_same_everywhere_and_allocates_nothing(final TestMatch match) {
        final TestPlayer ann = match.join();
        ann.hold(300, "press", true);
        match.frames(300);
        match.recording().allocation().expectNone();
        match.recording().verifyIn(OtherJvm.few());
    }
}

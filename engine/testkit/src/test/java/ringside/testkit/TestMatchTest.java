package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Match;
import ringside.engine.output.Refusal;

/** Scripted players do what is scripted, on a clock that only the test moves. */
@RingsideTest(game = Runners.class, hz = 30, seatHoldFrames = 5)
class TestMatchTest {
    @Test
    void nothing_happens_until_a_frame_passes(final TestMatch match) {
        final TestPlayer ann = match.join("name", "ann");
        ann.input("move", 100).expectTaken();
        assertEquals(0, match.frameNumber());
        ann.row("runners").expect("x", 0).expect("name", "ann");
        match.frame();
        assertEquals(1, match.frameNumber());
        ann.row("runners").expect("x", 100 * 16 / 65536.0);
        assertEquals(1600, ann.row("runners").number("x"));
    }

    @Test
    void an_input_can_be_given_by_handles(final TestMatch match) {
        final Runners game = match.game(Runners.class);
        final TestPlayer ann = match.join();
        ann.input(input -> input.set(game.move, 50).set(game.hop, true));
        match.frame();
        assertEquals(800, match.state().get(ann.row("runners").handle(), game.x));
    }

    @Test
    void a_held_input_is_sent_for_so_many_frames(final TestMatch match) {
        final TestPlayer ann = match.join();
        ann.hold(10, "hop", true);
        match.frames(15);
        ann.row("runners").expect("hops", 10);
        ann.hold(10, "hop", true).release();
        match.frame();
        ann.row("runners").expect("hops", 10);
    }

    @Test
    void late_early_and_repeated_inputs_are_judged_as_a_server_would(final TestMatch match) {
        final TestPlayer ann = match.join();
        match.frames(10);
        ann.inputFor(3, "hop", true).expectRefused(Refusal.INPUT_TOO_LATE);
        ann.inputFor(99, "hop", true).expectRefused(Refusal.INPUT_TOO_EARLY);
        ann.input("hop", true).expectTaken();
        ann.repeatLast().expectTaken();
        ann.inputFor(13, "hop", true).expectTaken();
        match.frames(2);
        ann.row("runners").expect("hops", 1);
        match.frame();
        ann.row("runners").expect("hops", 2);
    }

    @Test
    void commands_are_numbered_and_answered(final MatchSetup setup) {
        final TestMatch match = setup.rules("lanes", 2).start();
        final TestPlayer ann = match.join();
        assertEquals(2L, match.rule("lanes"));
        ann.command("cheer", "loudness", 3).expectTaken();
        ann.repeatLast().expectTaken();
        ann.commandNumbered(7, "cheer").expectRefused(Refusal.COMMAND_OUT_OF_ORDER);
        ann.command("cheer").expectTaken();
        ann.command("cheer").expectRefused(Refusal.COMMAND_REJECTED);
        match.single("track").expect("cheers", 2);
        assertThrows(IllegalArgumentException.class, () -> ann.command("boo"));
    }

    @Test
    void seats_are_held_resumed_and_given_up(final TestMatch match) {
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        ann.disconnect();
        assertTrue(ann.isSeated());
        assertFalse(ann.isConnected());
        ann.resumeWith(123).expectRefused(Refusal.WRONG_SECRET);
        ann.resume().expectTaken();
        ann.resume().expectTaken();
        assertTrue(ann.isConnected());
        ann.input("hop", true).expectTaken();
        match.restartServer();
        assertFalse(bob.isConnected());
        bob.resume().expectTaken();
        match.frames(6);
        assertFalse(ann.isSeated(), "the hold ran out");
        ann.input("hop", true).expectRefused(Refusal.NOT_SEATED);
        bob.leave();
        assertEquals(0, match.count("runners"));
    }

    @Test
    void a_full_match_refuses(final TestMatch match) {
        for (int i = 0; i < 4; i++) {
            match.join();
        }
        assertSame(Refusal.MATCH_FULL, match.refusedJoin());
        assertThrows(AssertionError.class, match::join);
    }

    @Test
    void effects_are_listed_by_frame(final TestMatch match) {
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        ann.hold(3, "hop", true);
        bob.hold(1, "hop", true);
        match.frames(100);
        assertEquals(4, match.effects("hopped").size());
        assertEquals(
                List.of(
                        new EmittedEffect(1, "hopped", Map.of("seat", 0L)),
                        new EmittedEffect(1, "hopped", Map.of("seat", 1L))),
                match.effectsOf(1));
        assertEquals(1, match.effectsOf(3).size());
        assertEquals(0, match.effectsOf(3).get(0).number("seat"));
        assertThrows(
                IllegalArgumentException.class, () -> match.effectsOf(3).get(0).number("height"));
    }

    @Test
    void what_is_arranged_is_there_in_every_other_run_too(final TestMatch match) {
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        assertTrue(ann.sees(bob.row("runners")));
        bob.row("runners").set("x", -12.5).expect("x", -12.5).set("name", "Zoe");
        assertFalse(ann.sees(bob.row("runners")));
        assertTrue(bob.sees(bob.row("runners")));
        match.frames(20);
        bob.row("runners").expect("x", -12.5);
    }

    @Test
    void a_wrong_expectation_names_row_column_and_frame(final TestMatch match) {
        final TestPlayer ann = match.join();
        match.frames(3);
        final AssertionError wrong =
                assertThrows(AssertionError.class, () -> ann.row("runners").expect("hops", 1));
        assertEquals("runners[0].hops is 0 after frame 3, expected was 1", wrong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> ann.input("move", 101));
        assertThrows(IllegalArgumentException.class, () -> ann.input("move"));
        assertThrows(IllegalArgumentException.class, () -> ann.input("move", "fast"));
        assertThrows(IllegalArgumentException.class, () -> match.row("runners", 4));
        assertThrows(AssertionError.class, () -> match.row("runners", 3).number("hops"));
    }

    @Test
    void the_clock_waits_for_a_condition_with_a_bound(final TestMatch match) {
        final TestPlayer ann = match.join();
        ann.hold(1000, "move", 100);
        match.until(() -> ann.row("runners").decimal("x") > 1, 50);
        assertEquals(41, match.frameNumber());
        assertThrows(AssertionError.class, () -> match.until(() -> false, 5));
        match.seconds(2).frameAfterSkipping(7);
        assertEquals(41 + 5 + 60 + 1, match.frameNumber());
    }

    @Test
    void a_match_ends_with_its_result(final TestMatch match) {
        final TestPlayer ann = match.join();
        ann.command("stop").expectTaken();
        match.frame();
        assertTrue(match.isOver());
        assertEquals(0L, match.result("winner"));
        ann.input("hop", true).expectRefused(Refusal.MATCH_OVER);
        match.frames(20);
    }

    @Test
    void an_operator_pauses_changes_kicks_and_ends(final TestMatch match) {
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        match.frames(3);
        match.pause().expectTaken();
        match.pause().expectRefused(Refusal.MATCH_PAUSED);
        match.frames(5);
        assertEquals(3, match.frameNumber());
        match.goOn().expectTaken();
        match.changeRules("lanes", 1).expectTaken();
        assertEquals(1L, match.rule("lanes"));
        match.changeRules("lanes", 3).expectRefused(Refusal.RULES_REJECTED);
        assertEquals(1L, match.rule("lanes"));
        match.frame();
        bob.kick().expectTaken();
        assertFalse(bob.isSeated());
        bob.kick().expectRefused(Refusal.NOT_SEATED);
        ann.input("hop", true);
        match.end().expectTaken();
        match.frame();
        assertTrue(match.isOver());
    }

    @Test
    void a_game_that_throws_fails_the_test_unless_that_is_expected() {
        final TestMatch match = MatchSetup.of(Thrower.class).start();
        match.frames(9);
        assertEquals("at ten", match.expectThrow(match::frame).getMessage(), "what the game threw");
        assertTrue(match.isOver());
        match.recording().verify();

        final TestMatch other = MatchSetup.of(Thrower.class).start();
        final AssertionError error = assertThrows(AssertionError.class, () -> other.frames(20));
        assertTrue(error.getMessage().contains("after frame 9"), error.getMessage());
        assertTrue(error.getMessage().contains("-Dringside.seed=1"), error.getMessage());
        assertEquals("at ten", error.getCause().getMessage());
        assertThrows(
                AssertionError.class,
                () -> other.expectThrow(() -> {
                    throw new AssertionError("from within");
                }));
    }

    @Test
    void a_game_that_was_expected_to_throw_must() {
        final TestMatch match = MatchSetup.of(Runners.class).start();
        assertThrows(AssertionError.class, () -> match.expectThrow(match::frame));
    }

    static final class Thrower extends Runners {
        @Override
        void extra(final Match match) {
            if (match.frame() == 10) {
                throw new IllegalStateException("at ten");
            }
        }
    }
}

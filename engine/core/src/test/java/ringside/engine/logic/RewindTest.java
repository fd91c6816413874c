package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import ringside.engine.event.InputPayload;
import ringside.engine.game.Match;
import ringside.engine.game.Past;
import ringside.engine.math.Fixed;
import ringside.engine.support.TestEngine;
import ringside.layout.Layout;
import ringside.layout.StateException;

/** Players see the others where they were: the past of rewound columns, and the bounds on who may claim which. */
class RewindTest {
    private static final int HALF = 0x8000;

    /** Brawl's speed of 5 raw a frame at full stick: what a runner moves in one frame. */
    private static final int STRIDE = 5 * 100;

    private final TestEngine engine = new TestEngine();
    private int shooter;
    private int runner;
    private int shooterSeq;
    private int runnerSeq;

    @BeforeEach
    void two_players() {
        engine.apply(engine.events.create(1, 1));
        shooter = engine.join(1, 100);
        runner = engine.join(1, 200);
    }

    /** The runner runs to the right for so many frames. */
    private void run(final int frames) {
        for (int i = 0; i < frames; i++) {
            engine.apply(engine.events.input(1, runner, ++runnerSeq, frame() + 1, 100, false));
            engine.frames(1);
        }
    }

    private int frame() {
        return engine.slot(1).frame();
    }

    /** Fires with what the shooter says it saw, and returns where the game found the runner. */
    private int saw(final int seen, final int fraction, final int sent, final int bound) {
        InputPayload.writeSeen(
                engine.events.input(1, shooter, ++shooterSeq, frame() + 1, 0, true), seen, sent, fraction, bound);
        engine.apply(engine.events.event());
        engine.apply(engine.events.input(1, runner, ++runnerSeq, frame() + 1, 100, false, 0));
        engine.frames(1);
        return engine.state(1).get(engine.row(1, 0), engine.game.sawX);
    }

    private static int at(final int frame) {
        return frame * STRIDE;
    }

    private Match match() {
        return engine.slot(1).match();
    }

    @Test
    void a_shot_is_judged_by_where_the_target_was_in_the_frame_that_the_shooter_saw() {
        run(20);
        assertEquals(at(15), saw(15, 0, 18, 10));
    }

    @Test
    void a_view_between_two_frames_is_interpolated() {
        run(20);
        assertEquals(at(15) + STRIDE / 2, saw(15, HALF, 18, 10));
    }

    @Test
    void a_claim_to_have_seen_what_was_not_sent_yet_counts_as_the_newest_that_was_sent() {
        run(20);
        assertEquals(at(16), saw(Integer.MAX_VALUE, 0xFFFF, 16, 10));
    }

    @Test
    void a_claim_to_have_seen_something_older_than_the_way_there_and_back_counts_as_that_way() {
        run(20);
        assertEquals(at(14), saw(Integer.MIN_VALUE, 0, 18, 4));
        assertEquals(at(15), saw(2, 0, 19, 4));
    }

    @Test
    void nobody_looks_back_further_than_maxRewindFrames() {
        run(20);
        final int now = frame() + 1;
        assertEquals(at(now - engine.memory.settings().maxRewindFrames()), saw(0, 0, 1, 0xFFFF));
    }

    @Test
    void missing_inputs_are_judged_by_a_view_as_old_as_the_last_one() {
        run(20);
        saw(15, 0, 18, 10);
        final int age = frame() - 15;
        run(1);
        assertEquals(age << Fixed.FRACTION_BITS, match().seenBy(0).age());
    }

    @Test
    void a_row_that_lives_now_did_not_before_it_came() {
        run(3);
        final int third = engine.join(1, 300);
        assertEquals(3, third);
        engine.frames(2);
        final Past past = match().past(3 << Fixed.FRACTION_BITS);
        assertTrue(past.isThere(engine.game.players, engine.row(1, 1)));
        assertFalse(past.isThere(engine.game.players, engine.row(1, 2)));
        final StateException e = assertThrows(StateException.class, () -> past.get(engine.row(1, 2), engine.game.x));
        assertTrue(e.getMessage().contains("players"), e.getMessage());
        assertFalse(past.isThere(engine.game.shots, engine.row(1, 0)));
    }

    @Test
    void a_row_whose_number_was_taken_by_another_since_is_not_there() {
        run(3);
        final int gone = engine.row(1, 1);
        engine.apply(engine.events.leave(1, runner, 200));
        runner = engine.join(1, 200);
        runnerSeq = 0;
        run(1);
        final Past past = match().past(2 << Fixed.FRACTION_BITS);
        assertTrue(past.isThere(engine.game.players, gone));
        assertFalse(past.isThere(engine.game.players, engine.row(1, 1)));
    }

    @Test
    void a_column_that_is_not_rewound_has_no_past() {
        run(3);
        final Past past = match().past(2 << Fixed.FRACTION_BITS);
        final int row = engine.row(1, 0);
        assertTrue(assertThrows(StateException.class, () -> past.get(row, engine.game.fires))
                .getMessage()
                .contains("players.fires is not rewound"));
    }

    @Test
    void the_first_frames_look_back_to_the_world_as_it_was_created() {
        run(1);
        final Past past = match().past(30 << Fixed.FRACTION_BITS);
        assertEquals(Fixed.ONE, past.age());
        assertFalse(past.isThere(engine.game.players, engine.row(1, 1)));
        run(1);
        assertEquals(at(1), match().past(Fixed.ONE).get(engine.row(1, 1), engine.game.x));
    }

    @Test
    void ages_are_brought_within_one_frame_and_maxRewindFrames() {
        run(20);
        assertEquals(Fixed.ONE, match().past(0).age());
        assertEquals(Fixed.ONE, match().past(Integer.MIN_VALUE).age());
        assertEquals(12 << Fixed.FRACTION_BITS, match().past(Integer.MAX_VALUE).age());
    }

    @Test
    void a_layout_without_rewound_columns_pays_nothing() {
        final Layout plain = new GameType(new Unrewound()).layout();
        assertTrue(plain.tables().stream().noneMatch(table -> table.name().startsWith("$past")));
    }

    @Test
    void the_past_goes_through_a_checkpoint() {
        run(20);
        final TestEngine restored = engine.restored();
        engine.apply(engine.events.input(1, shooter, 1, frame() + 1, 0, true));
        restored.apply(engine.journal.get(engine.journal.size() - 1));
        engine.frames(1);
        restored.frames(1);
        assertEquals(
                engine.state(1).get(engine.row(1, 0), engine.game.sawX),
                restored.state(1).get(restored.row(1, 0), restored.game.sawX));
        assertEquals(engine.state(1).hash(), restored.state(1).hash());
    }

    /** A game without a past. */
    private static final class Unrewound implements ringside.engine.game.Game {
        @Override
        public String name() {
            return "unrewound";
        }

        @Override
        public void layout(final ringside.layout.LayoutBuilder layout) {
            layout.table("things", 4).int32("value", 0, 9);
        }

        @Override
        public void created(final Match match) {
            // Nothing to put up.
        }

        @Override
        public void step(final Match match) {
            // Nothing happens.
        }
    }
}

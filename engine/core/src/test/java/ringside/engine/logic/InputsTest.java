package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.engine.event.InputPayload;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.engine.support.Brawl;
import ringside.engine.support.RecordingOutput.Answer;
import ringside.engine.support.Seed;
import ringside.engine.support.TestEngine;
import ringside.layout.IntColumn;
import ringside.layout.LayoutBuilder;
import ringside.layout.Missing;

class InputsTest {
    private final TestEngine engine = new TestEngine();
    private final Brawl game = engine.game;

    /** Match 1 stands at frame 10 with player 1 on seat 0; missing inputs have become zero. */
    InputsTest() {
        engine.apply(engine.events.create(1, 42));
        engine.join(1, 100);
        engine.frames(10);
    }

    private void input(final int seq, final int target, final int move, final boolean fire) {
        engine.apply(engine.events.input(1, 1, seq, target, move, fire));
    }

    private void input(final int seq, final int target, final int move, final boolean fire, final int jump) {
        engine.apply(engine.events.input(1, 1, seq, target, move, fire, jump));
    }

    private int saw(final IntColumn column) {
        return engine.state(1).get(engine.row(1, 0), column);
    }

    private boolean sawFire() {
        return engine.state(1).get(engine.row(1, 0), game.sawFire);
    }

    private int depth() {
        return new MatchSnapshot(engine.type).wrap(engine.state(1).block(), 0).depth(0);
    }

    private int consumed() {
        return new MatchSnapshot(engine.type).wrap(engine.state(1).block(), 0).consumedSeq(0);
    }

    private void expectRefusal(final int seq, final Refusal why) {
        assertEquals(
                new Answer(AnswerKind.INPUT_REFUSED, engine.loop.position(), 0, 1, 1, seq, why.code()),
                engine.output.takeAnswer());
    }

    @Test
    void an_input_is_given_to_the_frame_it_aims_at() {
        input(1, 12, 40, false);
        engine.frames(1);
        assertEquals(0, saw(game.sawMove));
        engine.frames(1);
        assertEquals(40, saw(game.sawMove));
        assertEquals(80, saw(game.sawAim));
        assertEquals(1, saw(game.seq));
        assertEquals(1, consumed());
        assertEquals(0, engine.output.answers.size(), "an input that is taken is not answered");
    }

    @Test
    void a_repeated_input_changes_nothing() {
        input(1, 11, 40, true, 1);
        final long before = engine.state(1).hash();
        input(1, 11, 50, true, 1);
        input(1, 12, 50, true, 1);
        input(0, 11, 50, true, 1);
        input(-5, 11, 50, true, 1);
        assertEquals(before, engine.state(1).hash());
        engine.frames(3);
        input(1, 14, 50, true, 1);
        engine.frames(3);
        assertEquals(1, saw(game.fires));
        assertEquals(1, saw(game.jumps));
        assertEquals(0, engine.output.answers.size());
    }

    @Test
    void an_input_that_was_overtaken_by_a_later_one_is_not_taken() {
        input(2, 11, 40, false);
        input(1, 12, 50, true);
        engine.frames(2);
        assertEquals(40, saw(game.sawMove));
        assertEquals(0, saw(game.fires));
    }

    @Test
    void a_late_input_is_merged_into_the_next_frame() {
        input(1, 11, 10, false, 1);
        input(2, 9, 20, true, 1);
        engine.frames(1);
        assertEquals(20, saw(game.sawMove), "latest");
        assertTrue(sawFire(), "or");
        assertEquals(2, saw(game.sawJumps), "sum");
        assertEquals(2, saw(game.seq));
    }

    @Test
    void the_sum_of_merged_inputs_stays_within_its_range() {
        input(1, 11, 10, false, 3);
        input(2, 11, 10, false, 2);
        engine.frames(1);
        assertEquals(3, saw(game.sawJumps));
    }

    @Test
    void the_lateness_that_still_counts_has_a_limit() {
        input(1, 9, 10, false);
        assertEquals(0, engine.output.answers.size());
        input(2, 8, 20, false);
        expectRefusal(2, Refusal.INPUT_TOO_LATE);
        engine.frames(1);
        assertEquals(10, saw(game.sawMove));
    }

    @Test
    void what_aims_beyond_the_last_slot_is_merged_into_it() {
        input(1, 18, 10, false);
        input(2, 19, 20, false);
        input(3, 42, 30, true);
        assertEquals(0, engine.output.answers.size());
        assertEquals(1, depth());
        engine.frames(8);
        assertEquals(30, saw(game.sawMove));
        assertTrue(sawFire());
        assertEquals(3, saw(game.seq));
    }

    @Test
    void what_aims_absurdly_far_ahead_is_refused() {
        input(1, 43, 10, false);
        expectRefusal(1, Refusal.INPUT_TOO_EARLY);
        assertEquals(0, depth());
    }

    /** A player whose inputs all aim {@code ahead} frames further than need be, for so many frames. */
    private int playAhead(final int firstSeq, final int ahead, final int frames) {
        int seq = firstSeq;
        for (int i = 0; i < frames; i++) {
            final int next = engine.slot(1).frame() + 1;
            input(seq, next + ahead, seq % 100, seq % 10 == 0, 1);
            seq++;
            engine.frames(1);
        }
        return seq;
    }

    @Test
    void a_buffer_that_is_never_less_than_half_full_loses_its_excess_and_no_button() {
        final int seq = playAhead(1, 7, 400);
        assertTrue(depth() <= 4, "depth " + depth());
        engine.frames(8);
        assertEquals((seq - 1) / 10, saw(game.fires), "no shot is lost in a merge");
        assertEquals(seq - 1, saw(game.jumps), "sums are kept");
        assertEquals(seq - 1, consumed());
    }

    @Test
    void a_buffer_that_runs_dry_again_gives_the_frames_back_that_it_moved_up() {
        final int seq = playAhead(1, 7, 400);
        engine.frames(20);
        input(seq, engine.slot(1).frame() + 3, 55, false);
        engine.frames(2);
        assertFalse(saw(game.sawMove) == 55, "not before the frame that it aims at");
        engine.frames(1);
        assertEquals(55, saw(game.sawMove));
    }

    @Test
    void a_buffer_that_stays_small_is_left_alone() {
        playAhead(1, 3, 400);
        assertEquals(3, depth());
        assertEquals(engine.slot(1).frame(), saw(game.seq) + 10 + 3);
    }

    @Test
    void absurd_targets_are_refused_with_the_right_reason() {
        int seq = 1;
        for (final int target : new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE + 10, Integer.MIN_VALUE + 11, -1, 0}) {
            input(seq, target, 20, true);
            expectRefusal(seq++, Refusal.INPUT_TOO_LATE);
        }
        for (final int target : new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE - 10, 1000}) {
            input(seq, target, 20, true);
            expectRefusal(seq++, Refusal.INPUT_TOO_EARLY);
        }
        engine.frames(10);
        assertEquals(0, saw(game.fires));
    }

    @Test
    void a_player_without_a_seat_is_told_so() {
        engine.apply(engine.events.input(1, 2, 1, 11, 10, false));
        final Answer answer = engine.output.takeAnswer();
        assertEquals(Refusal.NOT_SEATED.code(), answer.detail());
        engine.apply(engine.events.input(9, 1, 1, 11, 10, false));
        assertEquals(Refusal.NO_SUCH_MATCH.code(), engine.output.takeAnswer().detail());
    }

    @Test
    void what_is_missing_repeats_for_a_while_and_then_is_zero() {
        input(1, 11, 40, false);
        engine.frames(1);
        for (int i = 0; i < 3; i++) {
            engine.frames(1);
            assertEquals(40, saw(game.sawMove), "missing for " + (i + 1) + " frames");
        }
        engine.frames(1);
        assertEquals(0, saw(game.sawMove));
        assertEquals(0, saw(game.sawAim), "zero, not the default of a new input");
    }

    @Test
    void an_input_that_comes_starts_the_repetition_anew() {
        input(1, 11, 40, false);
        engine.frames(4);
        input(2, 15, 50, false);
        engine.frames(4);
        assertEquals(50, saw(game.sawMove));
    }

    @Test
    void an_edge_is_never_repeated() {
        input(1, 11, 40, true, 2);
        engine.frames(3);
        assertEquals(1, saw(game.fires));
        assertEquals(2, saw(game.jumps));
        assertFalse(sawFire());
    }

    @Test
    void no_edge_is_lost_or_repeated_however_late_inputs_come() {
        final SplittableRandom random = Seed.random("InputsTest");
        int fired = 0;
        int jumped = 0;
        int seq = 0;
        for (int frame = 11; frame < 2000; frame++) {
            // At most one edge a frame, so that merged ones can be told apart by the sum.
            final int late = random.nextInt(3);
            final boolean jump = random.nextBoolean();
            input(++seq, frame - late, 1, false, jump ? 1 : 0);
            jumped += jump ? 1 : 0;
            if (random.nextInt(4) == 0) {
                input(++seq, frame - random.nextInt(3), 1, true, 0);
                fired++;
            }
            if (random.nextInt(4) == 0) {
                input(seq, frame, 1, true, 3);
            }
            engine.frames(1);
        }
        assertEquals(fired, saw(game.fires));
        assertEquals(jumped, saw(game.jumps));
        assertEquals(0, engine.output.answers.size());
    }

    @Test
    void the_depth_counts_the_frames_for_which_an_input_waits() {
        assertEquals(0, depth());
        input(1, 11, 1, false);
        input(2, 12, 1, false);
        assertEquals(2, depth());
        input(3, 12, 1, false);
        input(4, 10, 1, false);
        assertEquals(2, depth(), "merged inputs take no more room");
        engine.frames(1);
        assertEquals(1, depth());
        engine.frames(5);
        assertEquals(0, depth());
        for (int i = 0; i < 8; i++) {
            input(10 + i, 17 + i, 1, false);
        }
        assertEquals(8, depth());
        engine.frames(8);
        assertEquals(0, depth());
    }

    @Test
    void the_number_consumed_never_goes_back() {
        input(1, 13, 1, false);
        input(2, 11, 1, false);
        engine.frames(1);
        assertEquals(2, consumed());
        engine.frames(2);
        assertEquals(2, consumed());
    }

    @Test
    void inputs_of_a_player_who_left_are_not_the_next_players() {
        input(1, 12, 40, true);
        engine.apply(engine.events.leave(1, 1, 100));
        engine.output.answers.clear();
        assertEquals(5, engine.join(1, 101));
        assertEquals(0, depth());
        engine.frames(2);
        assertEquals(0, saw(game.sawMove));
        assertEquals(0, saw(game.fires));
        engine.apply(engine.events.input(1, 5, 1, 13, 30, false));
        engine.frames(1);
        assertEquals(30, saw(game.sawMove));
    }

    @Test
    void what_the_player_saw_is_kept_whatever_it_says() {
        engine.events.input(1, 1, 1, 11, 10, false);
        InputPayload.writeSeen(engine.events.event(), Integer.MIN_VALUE, Integer.MAX_VALUE, 0xFFFF, 0xFFFF);
        engine.apply(engine.events.event()).frames(1);
        assertEquals(10, saw(game.sawMove));
        assertTrue(engine.isRunning(1));
    }

    // ---- other games

    /** Its button is pressed by default: nonsense, but an edge must not repeat for it. */
    private static final class Idle implements Game {
        IntColumn button;
        IntColumn sum;

        @Override
        public String name() {
            return "idle";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            button = layout.input().int8("button", 0, 3).withDefault(2).whenMissing(Missing.ZERO);
            sum = layout.single("world").int32("sum", 0, 1000);
        }

        @Override
        public void created(final Match match) {}

        @Override
        public void step(final Match match) {
            if (match.isSeated(0)) {
                match.set(sum, match.get(sum) + match.input(0).get(button));
            }
        }
    }

    @Test
    void what_is_missing_is_zero_even_when_the_default_is_not() {
        final Idle idle = new Idle();
        final GameType type = new GameType(idle);
        final EngineMemory memory = new EngineMemory(TestEngine.SETTINGS, GameTypes.of(type), 4);
        final FrameLoop loop = new FrameLoop(memory, engine.output, -1);
        final Feeder feeder = new Feeder(loop);
        feeder.create(1, type);
        feeder.join(1, type);
        feeder.frames(5);
        assertEquals(0, memory.matches().get(0).state().get(idle.sum));
    }

    /** A game whose players only watch. */
    private static final class Silent implements Game {
        @Override
        public String name() {
            return "silent";
        }

        @Override
        public void layout(final LayoutBuilder layout) {}

        @Override
        public void created(final Match match) {}

        @Override
        public void step(final Match match) {}
    }

    @Test
    void a_game_may_do_without_tables_fields_and_records() {
        final GameType type = new GameType(new Silent());
        final EngineMemory memory = new EngineMemory(TestEngine.SETTINGS, GameTypes.of(type), 4);
        final FrameLoop loop = new FrameLoop(memory, engine.output, -1);
        final Feeder feeder = new Feeder(loop);
        feeder.create(1, type);
        feeder.join(1, type);
        feeder.input(1, 1, 1, 1);
        feeder.frames(3);
        assertEquals(0, engine.output.failures.size());
        assertEquals(3, memory.matches().get(0).frame());
    }
}

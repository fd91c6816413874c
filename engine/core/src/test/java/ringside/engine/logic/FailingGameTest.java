package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.MatchEnd;
import ringside.engine.output.Refusal;
import ringside.engine.support.Brawl.Trap;
import ringside.engine.support.RecordingOutput.Answer;
import ringside.engine.support.RecordingOutput.Failure;
import ringside.engine.support.TestEngine;
import ringside.layout.State;

class FailingGameTest {
    private final TestEngine engine = new TestEngine();

    /** Two matches at frame 3, a player with the secret 5 in each, and match 1 about to fall into the trap. */
    private void armed(final Trap trap) {
        engine.apply(engine.events.create(1, 1));
        engine.apply(engine.events.create(2, 2));
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.apply(engine.events.join(2, 200, 0, 5)).frames(3);
        engine.apply(engine.events.arm(1, 1, 1, trap)).frames(trap == Trap.STEP || trap == Trap.STALE_ROW ? 0 : 2);
        engine.output.answers.clear();
    }

    private void fall(final Trap trap) {
        switch (trap) {
            case JOINED -> engine.apply(engine.events.join(1, 101));
            case RESUMED -> engine.apply(engine.events.resume(1, 1, 101, 5, 6));
            case DISCONNECTED -> engine.apply(engine.events.disconnect(1, 1, 100));
            case LEFT -> engine.apply(engine.events.leave(1, 1, 100));
            case COMMAND -> engine.apply(engine.events.say(1, 1, 2, 77));
            case STEP, STALE_ROW -> engine.frames(1);
            case ENDED -> engine.apply(engine.events.end(1)).frames(1);
            default -> throw new IllegalArgumentException(trap.toString());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JOINED", "RESUMED", "DISCONNECTED", "LEFT", "STEP", "ENDED", "STALE_ROW"})
    void a_game_that_throws_has_its_match_closed_as_at_the_end_of_the_last_frame(final Trap trap) {
        armed(trap);
        final SnapshotCopy before = new SnapshotCopy(engine);
        engine.apply(engine.events.say(2, 1, 1, 5));
        fall(trap);

        assertEquals(1, engine.output.failures.size());
        final Failure failure = engine.output.failures.get(0);
        assertEquals(1, failure.match());
        assertEquals(before.frame, failure.frame());
        assertEquals(engine.loop.position(), failure.position());
        assertEquals(
                new Answer(AnswerKind.MATCH_ENDED, engine.loop.position(), 0, 1, 0, 0, MatchEnd.FAILED.code()),
                engine.output.takeAnswer());

        assertFalse(engine.isRunning(1));
        assertEquals(before.frame, engine.slot(1).frame());
        before.expectSameButEnded();

        assertTrue(engine.isRunning(2));
        assertEquals(1, engine.state(2).get(engine.game.words));
        engine.frames(5);
        assertEquals(
                before.frame + 5 + (trap == Trap.STEP || trap == Trap.STALE_ROW || trap == Trap.ENDED ? 1 : 0),
                engine.slot(2).frame());
        assertEquals(before.frame, engine.slot(1).frame());
        engine.apply(engine.events.join(1, 300));
        assertEquals(Refusal.MATCH_OVER.code(), engine.output.takeAnswer().detail());
    }

    @ParameterizedTest
    @EnumSource(names = {"JOINED", "RESUMED", "DISCONNECTED", "LEFT", "STEP", "ENDED", "STALE_ROW"})
    void a_failure_replays_identically(final Trap trap) {
        armed(trap);
        fall(trap);
        engine.frames(5);
        final TestEngine replayed = engine.replayed();
        assertEquals(engine.output.failures, replayed.output.failures);
        assertEquals(engine.output.hashes, replayed.output.hashes);
        assertEquals(engine.state(1).hash(), replayed.state(1).hash());
        assertEquals(engine.memory.state().hash(), replayed.memory.state().hash());
    }

    @Test
    void a_command_that_throws_takes_the_commands_since_the_last_frame_with_it() {
        engine.apply(engine.events.create(1, 1));
        engine.apply(engine.events.join(1, 100, 0, 5)).frames(1);
        engine.apply(engine.events.say(1, 1, 1, 5));
        engine.apply(engine.events.arm(1, 1, 2, Trap.COMMAND));
        assertEquals(1, engine.output.failures.size(), "arming is a command itself");
        assertEquals(0, engine.state(1).get(engine.game.words));
        assertEquals(0, engine.state(1).get(engine.game.trap));
        assertEquals(MatchTables.ENDED, engine.state(1).get(engine.type.tables().status));
    }

    @Test
    void a_game_that_throws_at_its_creation_leaves_a_match_that_failed_at_frame_0() {
        engine.apply(engine.events.create(1, 1, Trap.CREATED));
        assertEquals(1, engine.output.failures.size());
        assertEquals(0, engine.output.failures.get(0).frame());
        assertFalse(engine.isRunning(1));
        assertEquals(0, engine.state(1).get(engine.game.mark));
        assertEquals(5, engine.slot(1).match().rules().get(engine.game.speed), "its rules stay");
        engine.frames(2);
        assertEquals(0, engine.slot(1).frame());
        final TestEngine replayed = engine.replayed();
        assertEquals(engine.output.hashes, replayed.output.hashes);
        assertEquals(engine.memory.state().hash(), replayed.memory.state().hash());
        assertEquals(
                engine.memory.state().hash(), engine.restored().memory.state().hash());
    }

    @Test
    void a_game_that_throws_when_the_hold_of_a_seat_ends_fails_in_that_frame() {
        armed(Trap.LEFT);
        engine.apply(engine.events.disconnect(1, 1, 100)).frames(5);
        assertEquals(0, engine.output.failures.size());
        engine.frames(1);
        assertEquals(1, engine.output.failures.size());
        assertEquals(10, engine.slot(1).frame());
        assertEquals(11, engine.slot(2).frame());
    }

    @Test
    void a_game_that_throws_at_a_new_epoch_fails_alone() {
        armed(Trap.DISCONNECTED);
        engine.apply(engine.events.open(2));
        assertEquals(1, engine.output.failures.size());
        assertFalse(engine.isRunning(1));
        assertTrue(engine.isRunning(2));
        assertFalse(engine.slot(2).match().isConnected(0));
    }

    @Test
    void an_error_is_thrown_to_the_feeder_and_the_position_stays() {
        armed(Trap.NONE);
        final long before = engine.loop.position();
        final AssertionError error = assertThrows(
                AssertionError.class,
                () -> engine.apply(engine.events.arm(1, 1, 2, Trap.ERROR)).frames(1));
        assertEquals("an error in step", error.getMessage());
        assertEquals(before + 1, engine.loop.position());
        assertEquals(0, engine.output.failures.size());
    }

    @Test
    void after_an_error_nothing_more_is_applied() {
        armed(Trap.NONE);
        final Error first = assertThrows(
                AssertionError.class,
                () -> engine.apply(engine.events.arm(1, 1, 2, Trap.ERROR)).frames(1));
        final IllegalStateException then = assertThrows(IllegalStateException.class, () -> engine.frames(1));
        assertSame(first, then.getCause());
    }

    /** Match 1 as its last snapshot had it. */
    private static final class SnapshotCopy {
        private final TestEngine engine;
        private final int frame;
        private final byte[] block;

        SnapshotCopy(final TestEngine engine) {
            this.engine = engine;
            frame = engine.slot(1).frame();
            block = new byte[engine.type.layout().snapshotBytes()];
            engine.slot(1).snapshots().block(frame).getBytes(0, block);
        }

        void expectSameButEnded() {
            final MatchTables t = engine.type.tables();
            final State before = new State(engine.type.layout());
            before.wrap(new UnsafeBuffer(block), 0);
            before.set(t.status, MatchTables.ENDED);
            before.set(t.end, MatchEnd.FAILED.code());
            assertEquals(before.hash(), engine.state(1).hash());
        }
    }
}

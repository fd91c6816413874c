package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.event.BookmarkPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.MembersPayload;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.MatchEnd;
import ringside.engine.output.Refusal;
import ringside.engine.support.Brawl;
import ringside.engine.support.RecordingOutput.Answer;
import ringside.engine.support.RecordingOutput.Hash;
import ringside.engine.support.TestEngine;
import ringside.layout.RecordView;

class MatchLifeTest {
    private final TestEngine engine = new TestEngine();

    private int result(final int match) {
        final LiveMatch live = engine.slot(match).match();
        return new RecordView(engine.type.layout().result())
                .wrap(live.result().buffer(), 0)
                .get(engine.game.finalSteps);
    }

    private void expectEnd(final int match, final MatchEnd how) {
        assertEquals(
                new Answer(AnswerKind.MATCH_ENDED, engine.loop.position(), 0, match, 0, 0, how.code()),
                engine.output.takeAnswer());
    }

    // ---- creation and the directory

    @Test
    void a_new_match_stands_at_frame_0_with_its_rules_and_its_own_random_numbers() {
        engine.apply(engine.events.create(1, 42));
        engine.apply(engine.events.create(2, 43));
        assertEquals(0, engine.slot(1).frame());
        assertEquals(5, engine.slot(1).match().rules().get(engine.game.speed));
        assertNotEquals(engine.state(1).get(engine.game.mark), engine.state(2).get(engine.game.mark));
        assertEquals(List.of(engine.slot(1), engine.slot(2)), engine.output.created);
        assertEquals(0, engine.slot(1).snapshots().newestFrame(), "its first snapshot is there at once");
        assertEquals(new Hash(1, 0, engine.state(1).hash(), 0), engine.output.hashes.get(0));
    }

    @Test
    void the_directory_lists_matches_in_the_order_of_their_creation() {
        for (final int id : new int[] {7, 3, 5}) {
            engine.apply(engine.events.create(id, id));
        }
        assertEquals(
                List.of(7, 3, 5),
                engine.memory.matches().stream().map(MatchSlot::id).toList());
        assertSame(engine.memory.matches().get(1), engine.memory.find(3));
        assertNull(engine.memory.find(4));
    }

    @Test
    void a_number_that_is_taken_or_none_is_refused() {
        engine.apply(engine.events.create(1, 42));
        for (final int id : new int[] {1, 0, -1}) {
            engine.apply(engine.events.create(id, 1));
            assertEquals(Refusal.NO_ROOM.code(), engine.output.takeAnswer().detail());
        }
        assertEquals(1, engine.memory.matches().size());
    }

    @Test
    void an_engine_takes_no_more_matches_than_its_settings_say() {
        for (int id = 1; id <= 8; id++) {
            engine.apply(engine.events.create(id, id));
        }
        engine.apply(engine.events.create(9, 9));
        assertEquals(Refusal.NO_ROOM.code(), engine.output.takeAnswer().detail());
        engine.frames(3);
        assertEquals(8, engine.memory.matches().size());
    }

    @Test
    void a_match_of_an_unknown_layout_stops_the_feeder() {
        final Event event =
                CreatePayload.write(engine.events.event(), 1, 1, 12345, new UnsafeBuffer(new byte[8]), 0, 4);
        assertTrue(assertThrows(UnadmittedEventException.class, () -> engine.apply(event))
                .getMessage()
                .contains("a layout that this build does not carry"));
    }

    @Test
    void matches_of_several_versions_run_side_by_side() {
        final GameType older = new GameType(new Brawl("brawl", 1, 4));
        final GameType newer = new GameType(new Brawl("brawl", 2, 6));
        final GameType other = new GameType(new Brawl("other", 9, 2));
        final GameTypes types = GameTypes.of(older, newer, other);
        assertSame(newer, types.newest("brawl"));
        assertSame(other, types.newest("other"));
        assertNull(types.newest("chess"));
        assertSame(older, types.find(older.layout().hash()));
        final EngineMemory memory = new EngineMemory(TestEngine.SETTINGS, types, 2);
        final Feeder feeder = new Feeder(new FrameLoop(memory, engine.output, -1));
        feeder.create(1, older);
        feeder.create(2, newer);
        feeder.frames(2);
        assertEquals(2, memory.matches().get(1).frame());
        assertSame(newer, memory.matches().get(1).type());
    }

    // ---- frames

    @Test
    void every_running_match_is_stepped_once_a_frame() {
        for (int id = 1; id <= 8; id++) {
            engine.apply(engine.events.create(id, id));
            engine.frames(1);
        }
        assertEquals(8, engine.memory.state().tick());
        for (int id = 1; id <= 8; id++) {
            assertEquals(9 - id, engine.slot(id).frame());
            assertEquals(9 - id, engine.state(id).get(engine.game.steps));
        }
        assertEquals(8, engine.output.frames.size());
    }

    @Test
    void after_a_frame_every_match_and_then_the_engine_is_hashed() {
        engine.apply(engine.events.create(1, 1));
        engine.apply(engine.events.create(2, 2));
        engine.output.hashes.clear();
        engine.frames(1);
        final long position = engine.loop.position();
        assertEquals(3, engine.output.hashes.size());
        assertEquals(new Hash(1, 1, engine.state(1).hash(), position), engine.output.hashes.get(0));
        assertEquals(new Hash(2, 1, engine.state(2).hash(), position), engine.output.hashes.get(1));
        assertEquals(0, engine.output.hashes.get(2).match());
        assertEquals(1, engine.output.hashes.get(2).frame());
    }

    @Test
    void the_clocks_decisions_are_remembered_and_part_of_the_engines_hash() {
        final TestEngine other = new TestEngine();
        engine.apply(engine.events.frame(3, true));
        engine.apply(engine.events.frame(4, false));
        other.apply(other.events.frame(3, true));
        other.apply(other.events.frame(4, true));
        assertEquals(7, engine.memory.state().skippedFrames());
        assertEquals(2, engine.memory.state().tick(), "a skipped frame is not simulated");
        assertEquals(engine.output.hashOf(0, 1), other.output.hashOf(0, 1));
        assertNotEquals(engine.output.hashOf(0, 2), other.output.hashOf(0, 2));
    }

    @Test
    void the_engines_hash_knows_tokens_epochs_and_matches_but_not_what_matches_hold() {
        final TestEngine other = new TestEngine();
        for (final TestEngine each : List.of(engine, other)) {
            each.apply(each.events.create(1, 1)).frames(1);
        }
        engine.apply(engine.events.join(1, 100)).frames(1);
        other.apply(other.events.join(1, 101)).frames(1);
        assertEquals(engine.output.hashOf(0, 2), other.output.hashOf(0, 2), "that has hashes of its own");
        assertNotEquals(engine.memory.state().finalHash(), other.memory.state().finalHash());
        engine.apply(engine.events.join(1, 102, 5, 0)).frames(1);
        other.apply(other.events.join(1, 102, 6, 0)).frames(1);
        assertNotEquals(engine.output.hashOf(0, 3), other.output.hashOf(0, 3));
    }

    // ---- the end

    @Test
    void a_match_that_finishes_in_step_ends_with_that_frame() {
        engine.apply(engine.events.create(1, 1));
        engine.join(1, 100);
        engine.apply(engine.events.arm(1, 1, 1, Brawl.Trap.FINISH)).frames(1);
        expectEnd(1, MatchEnd.FINISHED);
        assertEquals(1, engine.slot(1).frame());
        assertEquals(1, result(1));
        assertFalse(engine.isRunning(1));
        assertEquals(engine.state(1).hash(), engine.output.hashOf(1, 1), "the end is part of the last hash");
    }

    @Test
    void a_match_that_finishes_between_frames_ends_with_the_next_without_a_step() {
        engine.apply(engine.events.create(1, 1));
        engine.join(1, 100);
        engine.apply(engine.events.plain(1, 1, 1, engine.game.quit));
        assertTrue(engine.isRunning(1));
        engine.frames(1);
        expectEnd(1, MatchEnd.FINISHED);
        assertEquals(0, result(1));
        assertEquals(1, engine.slot(1).frame());
    }

    @Test
    void an_operator_ends_a_match_and_it_has_a_result() {
        engine.apply(engine.events.create(1, 1)).frames(2);
        engine.apply(engine.events.end(1)).frames(1);
        expectEnd(1, MatchEnd.ABORTED);
        assertEquals(2, result(1));
    }

    @Test
    void the_first_reason_to_end_counts() {
        engine.apply(engine.events.create(1, 1));
        engine.join(1, 100);
        engine.apply(engine.events.plain(1, 1, 1, engine.game.quit));
        engine.apply(engine.events.end(1)).frames(1);
        expectEnd(1, MatchEnd.FINISHED);
    }

    @Test
    void a_match_that_is_over_stands_still_and_says_so() {
        engine.apply(engine.events.create(1, 1));
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.apply(engine.events.end(1)).frames(1);
        final long before = engine.state(1).hash();
        engine.output.answers.clear();
        engine.frames(3);
        engine.apply(engine.events.join(1, 101));
        engine.apply(engine.events.resume(1, 1, 101, 5, 6));
        engine.apply(engine.events.input(1, 1, 1, 2, 1, true));
        engine.apply(engine.events.say(1, 1, 1, 1));
        engine.apply(engine.events.disconnect(1, 1, 100));
        engine.apply(engine.events.leave(1, 1, 100));
        engine.apply(engine.events.end(1));
        engine.apply(engine.events.open(2));
        assertEquals(before, engine.state(1).hash());
        assertEquals(
                List.of(
                        AnswerKind.JOIN_REFUSED,
                        AnswerKind.JOIN_REFUSED,
                        AnswerKind.INPUT_REFUSED,
                        AnswerKind.COMMAND_REFUSED),
                engine.output.answers.stream().map(Answer::kind).toList());
        for (final Answer answer : engine.output.answers) {
            assertEquals(Refusal.MATCH_OVER.code(), answer.detail());
        }
        assertEquals(1, engine.slot(1).frame());
    }

    // ---- what no edge admits

    @Test
    void a_gap_in_positions_is_refused() {
        engine.frames(2);
        final Event event = engine.events.frame();
        for (final long position : new long[] {-1, 0, 1, 3, 100}) {
            event.position(position);
            assertThrows(IllegalStateException.class, () -> engine.loop.apply(event));
        }
        event.position(2);
        engine.loop.apply(event);
        assertEquals(3, engine.memory.state().tick());
    }

    @ParameterizedTest
    @EnumSource(value = EventType.class)
    void a_payload_of_a_wrong_length_stops_the_feeder_whatever_stands_behind_it(final EventType type) {
        for (final int length : new int[] {0, 1, 3, 7, 9, 15, 17, 39, 41, 300}) {
            if (!mayBe(type, length)) {
                final TestEngine fresh = new TestEngine();
                fresh.apply(fresh.events.create(1, 1));
                fresh.join(1, 100);
                final long before = fresh.state(1).hash();
                final Event event = fresh.events.event().begin(type, 1, 1, length);
                assertThrows(UnadmittedEventException.class, () -> fresh.apply(event), type + " of " + length);
                assertEquals(before, fresh.state(1).hash());
                assertEquals(0, fresh.output.failures.size());
            }
        }
    }

    /** Bytes of zeros are an operator without a name, or nobody in particular. */
    private static boolean mayBe(final EventType type, final int length) {
        return switch (type) {
            case END, PAUSE, CONTINUE, KICK -> true;
            case MEMBERS -> length >= MembersPayload.PREFIX_BYTES;
            case DELIVERED -> length == 0;
            case BOOKMARK ->
                length > BookmarkPayload.PREFIX_BYTES
                        && length <= BookmarkPayload.PREFIX_BYTES + BookmarkPayload.MAX_TEXT_BYTES;
            default -> false;
        };
    }

    @Test
    void an_unknown_type_stops_the_feeder() {
        final Event event = engine.events.frame();
        event.buffer().putByte(2, (byte) 77);
        assertThrows(UnadmittedEventException.class, () -> engine.apply(event));
    }

    @Test
    void frames_that_were_skipped_a_negative_number_of_times_stop_the_feeder() {
        assertThrows(UnadmittedEventException.class, () -> engine.apply(engine.events.frame(-1, true)));
        assertEquals(0, engine.memory.state().tick());
    }

    // ---- checkpoints

    @Test
    void a_checkpoint_is_taken_over_in_the_order_of_the_directory_only() {
        engine.apply(engine.events.create(1, 1));
        engine.apply(engine.events.create(2, 2)).frames(1);
        final EngineMemory memory = new EngineMemory(TestEngine.SETTINGS, GameTypes.of(engine.type), 2);
        memory.restoreEngine(engine.memory.state().block(), 0);
        final UnsafeBuffer block = engine.state(2).block();
        assertThrows(IllegalArgumentException.class, () -> memory.restoreMatch(2, engine.type, block, 0, 2));
        final GameType stranger = new GameType(new Brawl("other", 1, 2));
        assertThrows(IllegalArgumentException.class, () -> memory.restoreMatch(1, stranger, block, 0, 2));
        memory.restoreMatch(1, engine.type, engine.state(1).block(), 0, 2);
        assertThrows(
                IllegalStateException.class,
                () -> memory.restoreEngine(engine.memory.state().block(), 0));
        memory.restoreMatch(2, engine.type, block, 0, 2);
        assertEquals(engine.state(2).hash(), memory.matches().get(1).state().hash());
        assertEquals(1, memory.matches().get(1).snapshots().newestFrame());
        assertEquals(2, memory.matches().get(1).snapshots().position(1));
    }
}

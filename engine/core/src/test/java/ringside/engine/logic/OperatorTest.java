package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OperatorPayload;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.MatchEnd;
import ringside.engine.output.Refusal;
import ringside.engine.support.Brawl;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.TestEngine;

/** What operators do to matches, and how long matches are remembered. */
class OperatorTest {
    private final TestEngine engine = new TestEngine();

    private RecordingOutput.Answer ask(final Event event) {
        engine.apply(event);
        return engine.output.takeAnswer();
    }

    private void expectDone(final Event event) {
        assertEquals(AnswerKind.OPERATOR_DONE, ask(event).kind());
    }

    private void expectRefused(final Refusal why, final Event event) {
        final RecordingOutput.Answer answer = ask(event);
        assertEquals(AnswerKind.OPERATOR_REFUSED, answer.kind());
        assertEquals(why.code(), answer.detail());
        assertEquals(1, answer.sequence());
    }

    private Event operator(final EventType what, final int match, final int player) {
        return engine.events.operator(what, match, player);
    }

    // ---- pause

    @Test
    void a_paused_match_stands_still_and_others_go_on() {
        engine.apply(engine.events.create(1, 1))
                .apply(engine.events.create(2, 2))
                .frames(3);
        expectDone(operator(EventType.PAUSE, 1, 0));
        final long before = engine.state(1).hash();
        engine.frames(5);
        assertEquals(before, engine.state(1).hash());
        assertEquals(8, engine.slot(2).frame());
        expectDone(operator(EventType.CONTINUE, 1, 0));
        engine.frames(1);
        assertEquals(4, engine.slot(1).frame());
    }

    @Test
    void a_match_is_paused_once_and_goes_on_once() {
        engine.apply(engine.events.create(1, 1));
        expectRefused(Refusal.NOT_PAUSED, operator(EventType.CONTINUE, 1, 0));
        expectDone(operator(EventType.PAUSE, 1, 0));
        expectRefused(Refusal.MATCH_PAUSED, operator(EventType.PAUSE, 1, 0));
    }

    @Test
    void inputs_of_a_paused_match_are_refused_with_that_reason() {
        engine.apply(engine.events.create(1, 1));
        final int player = engine.join(1, 100);
        engine.frames(1);
        expectDone(operator(EventType.PAUSE, 1, 0));
        final RecordingOutput.Answer answer = ask(engine.events.input(1, player, 1, 2, 5, true));
        assertEquals(AnswerKind.INPUT_REFUSED, answer.kind());
        assertEquals(Refusal.MATCH_PAUSED.code(), answer.detail());
    }

    @Test
    void a_seat_that_is_held_stays_so_while_its_match_is_paused() {
        engine.apply(engine.events.create(1, 1));
        final int player = engine.join(1, 100);
        engine.apply(engine.events.disconnect(1, player, 100));
        expectDone(operator(EventType.PAUSE, 1, 0));
        engine.frames(100);
        expectDone(operator(EventType.CONTINUE, 1, 0));
        engine.frames(engine.memory.settings().seatHoldFrames());
        assertTrue(engine.slot(1).match().isSeated(0));
        engine.frames(2);
        assertFalse(engine.slot(1).match().isSeated(0));
    }

    @Test
    void a_paused_match_can_be_ended() {
        engine.apply(engine.events.create(1, 1));
        expectDone(operator(EventType.PAUSE, 1, 0));
        expectDone(operator(EventType.END, 1, 0));
        engine.frames(1);
        assertFalse(engine.isRunning(1));
        assertEquals(MatchEnd.ABORTED.code(), engine.output.takeAnswer().detail());
    }

    // ---- players

    @Test
    void a_kicked_player_is_told_and_the_seat_is_free() {
        engine.apply(engine.events.create(1, 1));
        final int player = engine.join(1, 100);
        engine.apply(operator(EventType.KICK, 1, player));
        assertEquals(AnswerKind.OPERATOR_DONE, engine.output.takeAnswer().kind());
        final RecordingOutput.Answer told = engine.output.takeAnswer();
        assertEquals(AnswerKind.KICKED, told.kind());
        assertEquals(100, told.connection());
        assertFalse(engine.slot(1).match().isSeated(0));
        expectRefused(Refusal.NOT_SEATED, operator(EventType.KICK, 1, player));
    }

    // ---- rules

    @Test
    void a_game_that_takes_new_rules_plays_by_them_from_the_next_frame_on() {
        engine.apply(engine.events.create(1, 1));
        final int player = engine.join(1, 100);
        expectDone(engine.events.rules(1, 60));
        engine.apply(engine.events.input(1, player, 1, 1, 100, false)).frames(1);
        assertEquals(6000, engine.state(1).get(engine.row(1, 0), engine.game.x));
    }

    @Test
    void rules_that_the_game_does_not_take_leave_the_match_as_it_was() {
        engine.apply(engine.events.create(1, 1)).frames(1);
        final long before = engine.state(1).hash();
        expectRefused(Refusal.RULES_REJECTED, engine.events.rules(1, 40));
        assertEquals(before, engine.state(1).hash());
    }

    @Test
    void a_replay_plays_by_changed_rules_too() {
        engine.apply(engine.events.create(1, 1));
        engine.join(1, 100);
        engine.frames(3).apply(engine.events.rules(1, 70)).frames(3);
        assertEquals(engine.output.hashes, engine.replayed().output.hashes);
    }

    @Test
    void requests_about_a_match_that_is_not_there_are_refused() {
        expectRefused(Refusal.NO_SUCH_MATCH, operator(EventType.PAUSE, 7, 0));
        expectRefused(Refusal.NO_SUCH_MATCH, engine.events.rules(7, 60));
        expectRefused(Refusal.NO_SUCH_MATCH, operator(EventType.KICK, 7, 1));
    }

    // ---- the end, and what is left of it

    @Test
    void a_match_that_nobody_is_in_is_over_after_its_idle_frames() {
        engine.apply(engine.events.create(1, 1, Brawl.Trap.NONE, 5)).frames(3);
        final int player = engine.join(1, 100);
        engine.frames(50);
        engine.apply(engine.events.leave(1, player, 100)).frames(5);
        assertTrue(engine.isRunning(1));
        engine.frames(2);
        assertFalse(engine.isRunning(1));
        assertEquals(MatchEnd.ABANDONED.code(), engine.output.takeAnswer().detail());
    }

    @Test
    void a_match_is_remembered_until_its_result_was_delivered_and_some_time_passed() {
        engine.apply(engine.events.create(1, 1))
                .apply(operator(EventType.END, 1, 0))
                .frames(1);
        assertEquals(1, engine.output.ended.size());
        engine.frames(2000);
        assertNotNull(engine.memory.find(1));
        engine.apply(engine.events.delivered(1)).frames(1);
        assertNull(engine.memory.find(1));
        assertEquals(1, engine.output.disposed.size());
    }

    @Test
    void a_delivered_match_is_kept_for_those_who_still_look_at_it() {
        engine.apply(engine.events.create(1, 1))
                .apply(operator(EventType.END, 1, 0))
                .frames(1);
        engine.apply(engine.events.delivered(1)).frames(engine.memory.settings().keepEndedFrames());
        assertNotNull(engine.memory.find(1));
        engine.frames(1);
        assertNull(engine.memory.find(1));
    }

    @Test
    void a_place_in_the_directory_is_used_again_and_a_checkpoint_knows_the_order() {
        for (int match = 1; match <= 3; match++) {
            engine.apply(engine.events.create(match, match));
        }
        engine.apply(operator(EventType.END, 2, 0)).frames(1);
        engine.apply(engine.events.delivered(2)).frames(700);
        engine.apply(engine.events.create(4, 4)).frames(1);
        assertEquals(
                java.util.List.of(1, 4, 3),
                engine.memory.matches().stream().map(MatchSlot::id).toList());
        final TestEngine restored = engine.restored();
        engine.frames(2);
        restored.frames(2);
        assertEquals(engine.memory.state().hash(), restored.memory.state().hash());
        assertEquals(engine.memory.state().finalHash(), restored.memory.state().finalHash());
    }

    @Test
    void a_match_whose_game_threw_has_a_result_too() {
        engine.apply(engine.events.create(1, 1, Brawl.Trap.CREATED));
        assertEquals(1, engine.output.ended.size());
    }

    // ---- overload

    @Test
    void nobody_joins_while_the_engine_is_overloaded() {
        engine.apply(engine.events.create(1, 1)).apply(engine.events.frame(3, true));
        final RecordingOutput.Answer answer = ask(engine.events.join(1, 100));
        assertEquals(AnswerKind.JOIN_REFUSED, answer.kind());
        assertEquals(Refusal.OVERLOADED.code(), answer.detail());
        engine.frames(1);
        assertEquals(AnswerKind.JOINED, ask(engine.events.join(1, 100)).kind());
    }

    // ---- who acted

    @Test
    void an_operators_name_and_reason_are_read_as_they_were_written() {
        final byte[] operator = OperatorPayload.of("ann", "wall hack \u2713");
        final Event event = OperatorPayload.write(engine.events.event(), EventType.PAUSE, 1, 0, operator);
        assertEquals("ann", OperatorPayload.who(event.buffer(), Event.HEADER_BYTES, event.payloadLength()));
        assertEquals(
                "wall hack \u2713", OperatorPayload.why(event.buffer(), Event.HEADER_BYTES, event.payloadLength()));
    }

    @Test
    void a_name_or_reason_that_is_too_long_is_refused_by_name() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> OperatorPayload.of("x".repeat(65), ""))
                .getMessage()
                .contains("who: 65"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> OperatorPayload.of("x", "y".repeat(161)))
                .getMessage()
                .contains("why: 161"));
    }

    @Test
    void an_operator_that_claims_a_longer_name_than_there_are_bytes_stops_the_feeder() {
        engine.apply(engine.events.create(1, 1));
        final Event event = operator(EventType.PAUSE, 1, 0);
        event.buffer().putByte(Event.HEADER_BYTES, (byte) 60);
        assertThrows(UnadmittedEventException.class, () -> engine.apply(event));
    }
}

package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.engine.support.RecordingOutput.Answer;
import ringside.engine.support.TestEngine;

class SeatsTest {
    private final TestEngine engine = new TestEngine();
    private final MatchSnapshot snapshot = new MatchSnapshot(engine.type);

    SeatsTest() {
        engine.apply(engine.events.create(1, 42)).frames(1);
    }

    private MatchSnapshot now() {
        return snapshot.wrap(engine.state(1).block(), 0);
    }

    private void expectRefusal(final Refusal why) {
        final Answer answer = engine.output.takeAnswer();
        assertEquals(AnswerKind.JOIN_REFUSED, answer.kind());
        assertEquals(why.code(), answer.detail());
    }

    // ---- join

    @Test
    void a_player_who_joins_gets_the_lowest_free_seat_and_is_told() {
        engine.apply(engine.events.join(1, 100));
        assertEquals(
                new Answer(AnswerKind.JOINED, engine.loop.position(), 100, 1, 1, 0, 0), engine.output.takeAnswer());
        assertTrue(now().isSeated(0));
        assertTrue(now().isConnected(0));
        assertEquals(1, now().player(0));
        assertEquals(2, engine.join(1, 101));
        assertEquals(2, engine.state(1).count(engine.game.players));
    }

    @Test
    void what_a_player_brings_is_there_for_the_game() {
        engine.join(1, 100);
        final LiveMatch match = engine.slot(1).match();
        assertEquals(2, match.joined(0).get(engine.game.team));
        assertEquals("bo", match.joined(0).getText(engine.game.nick));
    }

    @Test
    void a_full_match_refuses() {
        for (int i = 0; i < 4; i++) {
            engine.join(1, 100 + i);
        }
        engine.apply(engine.events.join(1, 200));
        expectRefusal(Refusal.MATCH_FULL);
    }

    @Test
    void a_player_number_is_never_used_again() {
        final Set<Integer> seen = new HashSet<>();
        int last = 0;
        for (int i = 0; i < 40_000; i++) {
            last = engine.join(1, i);
            assertTrue(seen.add(last), "player " + last + " was there before");
            assertEquals(0, MatchSnapshot.seatOf(engine.type, last));
            engine.apply(engine.events.leave(1, last, i));
            assertEquals(AnswerKind.LEFT, engine.output.takeAnswer().kind());
        }
        assertTrue(last > 0);
    }

    @Test
    void player_numbers_of_all_seats_stay_apart_when_one_seat_has_seen_many() {
        final Set<Integer> seen = new HashSet<>();
        for (int seat = 0; seat < 4; seat++) {
            assertTrue(seen.add(engine.join(1, 100 + seat)));
        }
        engine.apply(engine.events.leave(1, 1, 100));
        for (int i = 0; i < 20_000; i++) {
            final int player = engine.join(1, 100);
            assertTrue(seen.add(player));
            engine.apply(engine.events.leave(1, player, 100));
        }
        engine.apply(engine.events.leave(1, 2, 101));
        engine.join(1, 100);
        assertTrue(seen.add(engine.join(1, 101)));
    }

    // ---- tokens

    @Test
    void a_token_is_used_once() {
        engine.apply(engine.events.join(1, 100, 7, 0));
        assertEquals(AnswerKind.JOINED, engine.output.takeAnswer().kind());
        engine.apply(engine.events.join(1, 101, 7, 0));
        expectRefusal(Refusal.TOKEN_USED);
        engine.apply(engine.events.leave(1, 1, 100));
        engine.apply(engine.events.join(1, 101, 7, 0));
        expectRefusal(Refusal.TOKEN_USED);
    }

    @Test
    void a_token_is_good_for_one_match_only() {
        engine.apply(engine.events.create(2, 1));
        engine.apply(engine.events.join(1, 100, 7, 0));
        engine.apply(engine.events.join(2, 100, 7, 0));
        expectRefusal(Refusal.TOKEN_USED);
    }

    @Test
    void a_token_that_found_no_seat_is_not_used_up() {
        for (int i = 0; i < 4; i++) {
            engine.join(1, 100 + i);
        }
        engine.apply(engine.events.join(1, 200, 7, 0));
        expectRefusal(Refusal.MATCH_FULL);
        engine.apply(engine.events.leave(1, 1, 100));
        engine.apply(engine.events.join(1, 200, 7, 0));
        assertEquals(AnswerKind.JOINED, engine.output.takeAnswer().kind());
    }

    /** A player who has a token joins match 1 and leaves again. */
    private void usesToken(final long token, final long expirySecond, final int frames) {
        engine.apply(engine.events.join(1, 100, token, expirySecond, frames));
        final Answer answer = engine.output.takeAnswer();
        assertEquals(AnswerKind.JOINED, answer.kind(), "token " + token);
        engine.apply(engine.events.leave(1, answer.player(), 100));
        engine.output.takeAnswer();
    }

    private void expectTokenRefused(final long token, final long expirySecond, final int frames, final Refusal why) {
        engine.apply(engine.events.join(1, 100, token, expirySecond, frames));
        expectRefusal(why);
    }

    @Test
    void a_used_token_is_never_forgotten_while_it_may_come_again() {
        for (int token = 1; token <= 4; token++) {
            usesToken(token, 1_000, 50);
        }
        expectTokenRefused(5, 1_000, 50, Refusal.OVERLOADED);
        engine.frames(50);
        for (int token = 1; token <= 4; token++) {
            expectTokenRefused(token, 1_000, 50, Refusal.TOKEN_USED);
        }
        engine.frames(1);
        usesToken(5, 1_001, 50);
    }

    @Test
    void a_forgotten_token_cannot_come_again_whatever_the_clock_outside_says() {
        usesToken(1, 1_000, 10);
        for (int token = 2; token <= 4; token++) {
            usesToken(token, 2_000, 100);
        }
        engine.frames(11);
        usesToken(5, 2_000, 100);
        expectTokenRefused(1, 1_000, 10, Refusal.TOKEN_EXPIRED);
        expectTokenRefused(6, 999, 10, Refusal.TOKEN_EXPIRED);
        expectTokenRefused(2, 2_000, 100, Refusal.TOKEN_USED);
        expectTokenRefused(6, 1_001, 100, Refusal.OVERLOADED);
    }

    @Test
    void a_clock_that_was_ahead_keeps_nobody_out_once_it_is_right_again() {
        usesToken(1, 1_000, 10);
        // A year ahead.
        usesToken(2, 32_000_000, 10);
        engine.frames(11);
        // Both have expired by their frames; only the one that expires earlier than those to come makes room.
        usesToken(3, 1_100, 10);
        usesToken(4, 1_100, 10);
        usesToken(5, 1_100, 10);
        expectTokenRefused(6, 1_100, 10, Refusal.OVERLOADED);
        engine.frames(11);
        for (int token = 6; token <= 8; token++) {
            usesToken(token, 1_200, 10);
        }
        expectTokenRefused(2, 32_000_000, 10, Refusal.TOKEN_USED);
    }

    @Test
    void a_token_without_an_end_is_remembered_for_ever() {
        for (int token = 1; token <= 4; token++) {
            usesToken(token, 0, 0);
        }
        engine.frames(10_000);
        expectTokenRefused(1, 0, 0, Refusal.TOKEN_USED);
        expectTokenRefused(5, 0, 0, Refusal.OVERLOADED);
    }

    @Test
    void a_join_without_a_token_is_never_a_repetition() {
        engine.join(1, 100);
        engine.join(1, 100);
        assertEquals(2, engine.state(1).count(engine.game.players));
    }

    // ---- disconnect and leave

    @Test
    void a_seat_whose_connection_is_gone_is_held() {
        engine.join(1, 100);
        engine.apply(engine.events.disconnect(1, 1, 100));
        assertTrue(now().isSeated(0));
        assertFalse(now().isConnected(0));
        assertEquals(1, engine.state(1).get(engine.row(1, 0), engine.game.calls), "the game was told");
    }

    @Test
    void the_hold_ends_after_its_frames_and_not_before() {
        engine.join(1, 100);
        engine.apply(engine.events.disconnect(1, 1, 100)).frames(5);
        assertTrue(now().isSeated(0));
        engine.frames(1);
        assertFalse(now().isSeated(0));
        assertEquals(0, engine.state(1).count(engine.game.players), "the game was told");
    }

    @Test
    void a_player_who_leaves_frees_the_seat() {
        engine.join(1, 100);
        engine.apply(engine.events.leave(1, 1, 100));
        assertEquals(AnswerKind.LEFT, engine.output.takeAnswer().kind());
        assertFalse(now().isSeated(0));
        assertEquals(0, engine.state(1).count(engine.game.players));
    }

    @Test
    void the_word_of_an_older_connection_changes_nothing() {
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.apply(engine.events.resume(1, 1, 101, 5, 6));
        final long before = engine.state(1).hash();
        engine.output.answers.clear();
        engine.apply(engine.events.disconnect(1, 1, 100));
        engine.apply(engine.events.leave(1, 1, 100));
        assertEquals(before, engine.state(1).hash());
        assertEquals(0, engine.output.answers.size());
        assertTrue(now().isConnected(0));
    }

    @Test
    void a_repeated_disconnect_does_not_prolong_the_hold() {
        engine.join(1, 100);
        engine.apply(engine.events.disconnect(1, 1, 100)).frames(3);
        engine.apply(engine.events.disconnect(1, 1, 100));
        engine.apply(engine.events.disconnect(1, 1, 0)).frames(3);
        assertFalse(now().isSeated(0));
    }

    @Test
    void a_player_number_of_an_earlier_life_of_the_seat_is_nobody() {
        engine.join(1, 100);
        engine.apply(engine.events.leave(1, 1, 100));
        assertEquals(5, engine.join(1, 100));
        engine.apply(engine.events.disconnect(1, 1, 100));
        assertTrue(now().isConnected(0));
        engine.apply(engine.events.resume(1, 1, 101, 5, 6));
        expectRefusal(Refusal.NOT_SEATED);
    }

    // ---- resume

    @Test
    void who_shows_the_secret_takes_the_held_seat_again() {
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.apply(engine.events.say(1, 1, 1, 9));
        engine.apply(engine.events.input(1, 1, 3, 2, 1, false));
        engine.apply(engine.events.disconnect(1, 1, 100)).frames(2);
        engine.apply(engine.events.resume(1, 1, 101, 5, 6));
        assertEquals(
                new Answer(AnswerKind.RESUMED, engine.loop.position(), 101, 1, 1, 3, 1),
                engine.output.takeAnswer(),
                "the answer says which input and command were taken last");
        assertTrue(now().isConnected(0));
        engine.frames(20);
        assertTrue(now().isSeated(0), "a seat that was taken again is held no longer");
    }

    @Test
    void a_wrong_secret_is_refused_and_changes_nothing() {
        engine.apply(engine.events.join(1, 100, 0, 5));
        final long before = engine.state(1).hash();
        engine.apply(engine.events.resume(1, 1, 101, 4, 6));
        expectRefusal(Refusal.WRONG_SECRET);
        assertEquals(before, engine.state(1).hash());
    }

    @Test
    void a_seat_without_a_secret_cannot_be_resumed_by_showing_none() {
        engine.join(1, 100);
        engine.apply(engine.events.resume(1, 1, 101, 0, 6));
        expectRefusal(Refusal.WRONG_SECRET);
    }

    @Test
    void the_previous_secret_stays_good_until_the_new_one_is_used() {
        engine.apply(engine.events.join(1, 100, 0, 5));
        resumes(5, 6);
        resumes(5, 7);
        resumes(5, 8);
        isWrong(6);
        isWrong(7);
        resumes(8, 9);
        isWrong(5);
        resumes(8, 10);
        resumes(10, 11);
        isWrong(8);
        isWrong(9);
    }

    private void resumes(final long presented, final long next) {
        engine.apply(engine.events.resume(1, 1, 100 + next, presented, next));
        assertEquals(AnswerKind.RESUMED, engine.output.takeAnswer().kind());
    }

    private void isWrong(final long presented) {
        engine.apply(engine.events.resume(1, 1, 99, presented, 99));
        expectRefusal(Refusal.WRONG_SECRET);
    }

    @Test
    void the_newest_connection_wins_and_the_older_one_is_told() {
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.output.answers.clear();
        engine.apply(engine.events.resume(1, 1, 101, 5, 6));
        assertEquals(2, engine.output.answers.size());
        assertEquals(AnswerKind.RESUMED_ELSEWHERE, engine.output.answers.get(0).kind());
        assertEquals(100, engine.output.answers.get(0).connection());
        assertEquals(101, engine.output.answers.get(1).connection());
    }

    @Test
    void a_connection_that_resumes_its_own_seat_is_not_told_to_close() {
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.output.answers.clear();
        engine.apply(engine.events.resume(1, 1, 100, 5, 6));
        assertEquals(1, engine.output.answers.size());
        assertEquals(AnswerKind.RESUMED, engine.output.answers.get(0).kind());
    }

    @Test
    void an_unknown_player_is_refused() {
        for (final int player : new int[] {0, -1, 1, 4, 5, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            engine.apply(engine.events.resume(1, player, 101, 5, 6));
            expectRefusal(Refusal.NOT_SEATED);
        }
    }

    // ---- a new epoch

    @Test
    void opening_the_journal_disconnects_everyone_and_holds_their_seats() {
        engine.apply(engine.events.create(2, 1));
        engine.apply(engine.events.join(1, 100, 0, 5));
        engine.join(1, 101);
        engine.join(2, 102);
        engine.apply(engine.events.disconnect(1, 2, 101)).frames(3);
        engine.apply(engine.events.open(2));
        assertEquals(2, engine.memory.state().epoch());
        for (final MatchSlot slot : engine.memory.matches()) {
            snapshot.wrap(slot.state().block(), 0);
            assertTrue(snapshot.isSeated(0));
            assertFalse(snapshot.isConnected(0));
        }
        engine.frames(3);
        assertFalse(now().isSeated(1), "a hold that ran before goes on as it was");
        assertTrue(now().isSeated(0));
        engine.apply(engine.events.resume(1, 1, 200, 5, 6));
        assertEquals(AnswerKind.RESUMED, engine.output.takeAnswer().kind());
    }
}

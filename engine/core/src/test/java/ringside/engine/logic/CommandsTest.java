package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.CommandPayload;
import ringside.engine.output.AnswerKind;
import ringside.engine.output.Refusal;
import ringside.engine.support.RecordingOutput.Answer;
import ringside.engine.support.TestEngine;

class CommandsTest {
    private final TestEngine engine = new TestEngine();

    CommandsTest() {
        engine.apply(engine.events.create(1, 42));
        engine.join(1, 100);
    }

    private void say(final int seq, final int word) {
        engine.apply(engine.events.say(1, 1, seq, word));
    }

    private void expect(final AnswerKind kind, final int seq, final int detail) {
        assertEquals(new Answer(kind, engine.loop.position(), 0, 1, 1, seq, detail), engine.output.takeAnswer());
    }

    @Test
    void commands_are_applied_in_order_and_each_is_answered() {
        say(1, 11);
        expect(AnswerKind.COMMAND_APPLIED, 1, 0);
        say(2, 12);
        expect(AnswerKind.COMMAND_APPLIED, 2, 0);
        assertEquals(2, engine.state(1).get(engine.game.words));
        assertEquals(12, engine.state(1).get(engine.game.lastWord));
    }

    @Test
    void a_repeated_command_is_not_applied_again() {
        say(1, 11);
        engine.output.answers.clear();
        final long before = engine.state(1).hash();
        say(1, 99);
        say(0, 99);
        say(-7, 99);
        assertEquals(before, engine.state(1).hash());
        assertEquals(0, engine.output.answers.size());
    }

    @Test
    void a_gap_is_refused_and_filled_later() {
        say(2, 12);
        expect(AnswerKind.COMMAND_REFUSED, 2, Refusal.COMMAND_OUT_OF_ORDER.code());
        say(1, 11);
        expect(AnswerKind.COMMAND_APPLIED, 1, 0);
        say(2, 12);
        expect(AnswerKind.COMMAND_APPLIED, 2, 0);
        assertEquals(2, engine.state(1).get(engine.game.words));
    }

    @Test
    void what_the_game_does_not_accept_is_answered_and_uses_up_its_number() {
        engine.apply(engine.events.plain(1, 1, 1, engine.game.beg));
        expect(AnswerKind.COMMAND_REFUSED, 1, Refusal.COMMAND_REJECTED.code());
        say(2, 12);
        expect(AnswerKind.COMMAND_APPLIED, 2, 0);
    }

    @Test
    void numbers_begin_anew_with_the_next_player_of_the_seat() {
        say(1, 11);
        engine.apply(engine.events.leave(1, 1, 100));
        final int player = engine.join(1, 101);
        engine.apply(engine.events.say(1, player, 1, 12));
        assertEquals(AnswerKind.COMMAND_APPLIED, engine.output.takeAnswer().kind());
    }

    @Test
    void nobody_who_is_not_seated_commands() {
        engine.apply(engine.events.say(1, 2, 1, 11));
        assertEquals(Refusal.NOT_SEATED.code(), engine.output.takeAnswer().detail());
        engine.apply(engine.events.say(9, 1, 1, 11));
        assertEquals(Refusal.NO_SUCH_MATCH.code(), engine.output.takeAnswer().detail());
    }

    @Test
    void a_command_that_the_layout_does_not_have_stops_the_feeder() {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);
        assertTrue(assertThrows(
                        UnadmittedEventException.class,
                        () -> engine.apply(CommandPayload.write(engine.events.event(), 1, 1, 1, 99, record, 0, 0)))
                .getMessage()
                .contains("no command 99"));
        assertEquals(0, engine.output.failures.size(), "no match is to blame");
    }

    @Test
    void a_record_of_another_length_stops_the_feeder() {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[64]);
        assertTrue(assertThrows(
                        UnadmittedEventException.class,
                        () -> engine.apply(CommandPayload.write(engine.events.event(), 1, 1, 1, 0, record, 0, 5)))
                .getMessage()
                .contains("a record of 5 bytes where the layout's say has 4"));
        assertEquals(0, engine.output.failures.size(), "no match is to blame");
    }
}

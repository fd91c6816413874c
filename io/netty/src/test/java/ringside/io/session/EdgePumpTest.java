package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringside.engine.output.AnswerKind;
import ringside.engine.ring.AnswerQueue;

class EdgePumpTest {
    private static final int QUEUE_BYTES = 4096;

    /** An event loop that counts how often it was woken. */
    private static final class CountingLoop implements EdgePump.Loop {
        private final AnswerQueue inbox = new AnswerQueue(QUEUE_BYTES);
        private int wakes;
        private int deliveries;

        @Override
        public AnswerQueue inbox() {
            return inbox;
        }

        @Override
        public void wake() {
            wakes++;
        }

        @Override
        public void deliver() {
            deliveries++;
        }

        List<String> taken() {
            final List<String> taken = new ArrayList<>();
            inbox.drain(
                    Long.MAX_VALUE,
                    (kind, position, connection, match, player, sequence, detail) -> taken.add(kind + " " + match));
            return taken;
        }
    }

    private final AnswerQueue[] answers = {new AnswerQueue(QUEUE_BYTES), new AnswerQueue(QUEUE_BYTES)};
    private final long[] safe = {-1, -1};
    private final List<String> operators = new ArrayList<>();
    private final CountingLoop first = new CountingLoop();
    private final CountingLoop second = new CountingLoop();
    private final EdgePump pump = new EdgePump(
            List.of(new EdgePump.Source(answers[0], () -> safe[0]), new EdgePump.Source(answers[1], () -> safe[1])),
            (kind, position, connection, match, player, sequence, detail) ->
                    operators.add(kind + " " + match + " request " + sequence),
            List.of(first, second));

    @Test
    void an_answer_waits_for_the_journal_of_its_own_engine() {
        final long connection = new ConnectionNumbers(1, 1).next();
        answers[0].answer(AnswerKind.JOINED, 10, connection, 1, 1, 0, 0);
        answers[1].answer(AnswerKind.JOINED, 10, connection, 2, 1, 0, 0);
        safe[0] = 9;
        safe[1] = 10;
        pump.doWork();
        assertEquals(List.of("JOINED 2"), second.taken());
        safe[0] = 10;
        pump.doWork();
        assertEquals(List.of("JOINED 1"), second.taken());
        assertEquals(List.of(), first.taken());
    }

    @Test
    void a_frame_wakes_the_loops_once_it_is_safe_in_the_journal_of_its_engine() {
        safe[0] = 100;
        pump.frameDone(1, 7);
        assertEquals(0, pump.doWork());
        assertEquals(0, first.wakes);
        safe[1] = 7;
        assertEquals(1, pump.doWork());
        assertEquals(1, first.wakes);
        assertEquals(1, second.wakes);
        assertEquals(0, pump.doWork());
        pump.frameDone(0, 8);
        pump.frameDone(1, 8);
        safe[1] = 8;
        assertEquals(2, pump.doWork());
        assertEquals(2, first.wakes, "one wake for both");
    }

    @Test
    void answers_alone_concern_their_own_loop_and_no_frame_is_looked_for() {
        answers[0].answer(AnswerKind.JOINED, 1, new ConnectionNumbers(1, 1).next(), 1, 1, 0, 0);
        safe[0] = 1;
        assertEquals(1, pump.doWork());
        assertEquals(0, first.wakes + first.deliveries);
        assertEquals(0, second.wakes);
        assertEquals(1, second.deliveries);
        assertEquals(0, pump.doWork());
        pump.frameDone(0, 2);
        answers[0].answer(AnswerKind.JOINED, 2, new ConnectionNumbers(1, 1).next(), 1, 2, 0, 0);
        safe[0] = 2;
        assertEquals(2, pump.doWork());
        assertEquals(1, first.wakes);
        assertEquals(1, second.wakes, "one wake for both");
        assertEquals(1, second.deliveries);
    }

    @Test
    void it_rests_long_unless_a_frame_is_done_that_is_not_yet_safe() {
        final long idleNs = pump.restNs();
        pump.frameDone(1, 7);
        assertTrue(pump.restNs() < idleNs);
        pump.doWork();
        assertTrue(pump.restNs() < idleNs);
        safe[1] = 7;
        pump.doWork();
        assertEquals(idleNs, pump.restNs());
    }

    @Test
    void the_end_of_a_match_is_told_to_all_loops_and_operators_hear_their_answers_alone() {
        safe[0] = 5;
        answers[0].answer(AnswerKind.MATCH_ENDED, 4, 0, 3, 0, 0, 1);
        answers[0].answer(AnswerKind.OPERATOR_DONE, 5, 0, 3, 0, 77, 0);
        answers[0].answer(AnswerKind.OPERATOR_REFUSED, 6, 0, 4, 0, 78, 15);
        pump.doWork();
        assertEquals(List.of("MATCH_ENDED 3"), first.taken());
        assertEquals(List.of("MATCH_ENDED 3"), second.taken());
        assertEquals(List.of("OPERATOR_DONE 3 request 77"), operators, "the other is not safe yet");
    }
}

package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.support.TestEdge;

/** A network that carries one direction only: a seat has one connection that counts, whatever the other goes on saying. */
class OneWayPartitionTest {
    private final TestEdge test = new TestEdge();

    private static HelloMessage resume(final WelcomeMessage.Seat seat) {
        return TestEdge.helloMessage(new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch()));
    }

    @Test
    void who_hears_nothing_comes_back_and_what_the_old_connection_still_says_counts_no_more() {
        final TestEdge.Client deaf = test.client();
        final WelcomeMessage.Seat seat = deaf.join().seat();
        deaf.input(1, 1, 1).input(2, 2, 1);
        test.frame();
        test.frame();
        assertEquals(2, test.engine.xOfSeat(1, 0));
        // It was shown nothing of this, says so by coming back, and repeats what it does not know to be taken.
        final TestEdge.Client back = test.client().send(resume(seat).write());
        test.wake();
        assertEquals(DisconnectReason.RESUMED_ELSEWHERE, deaf.outlet.closed);
        assertEquals(2, back.outlet.takeWelcome().seat().held().lastInputSeq());
        deaf.input(3, 3, 1).input(4, 4, 1);
        back.inputs(new int[][] {{1, 1, 1}, {2, 2, 1}, {3, 3, -1}});
        test.frame();
        assertEquals(1, test.engine.xOfSeat(1, 0), "each input once, and none of the old connection's");
        test.frame();
        assertEquals(3, test.engine.countOffered(EventType.INPUT));
        assertFalse(back.outlet.takeAll(MessageType.VIEW).isEmpty());
    }

    @Test
    void who_is_not_heard_is_let_go_and_the_seat_held_for_the_one_who_comes_back() {
        final TestEdge.Client mute = test.client();
        final WelcomeMessage.Seat seat = mute.join().seat();
        for (int ms = 0; ms <= Limits.DEFAULT.idleTimeoutMs(); ms += 100) {
            test.advanceMs(100);
            test.frame();
        }
        assertEquals(DisconnectReason.IDLE, mute.outlet.closed);
        assertEquals(1, test.engine.countOffered(EventType.DISCONNECT));
        final TestEdge.Client back = test.client().send(resume(seat).write());
        test.wake();
        assertEquals(seat.player(), back.outlet.takeWelcome().seat().player());
        assertTrue(mute.outlet.closed == DisconnectReason.IDLE);
    }

    @Test
    void two_who_both_believe_to_hold_the_seat_are_never_both_heard() {
        final TestEdge.Client first = test.client();
        WelcomeMessage.Seat seat = first.join().seat();
        TestEdge.Client holder = first;
        int seq = 0;
        for (int turn = 0; turn < 20; turn++) {
            final TestEdge.Client next = test.client().send(resume(seat).write());
            test.wake();
            seat = next.outlet.takeWelcome().seat();
            assertEquals(ConnectionState.CLOSED, holder.connection.state());
            seq++;
            holder.input(seq, seq, -1);
            next.input(seq, seq, 1);
            test.frame();
            holder = next;
        }
        assertEquals(20, test.engine.xOfSeat(1, 0));
        assertEquals(20, test.engine.countOffered(EventType.INPUT));
    }
}

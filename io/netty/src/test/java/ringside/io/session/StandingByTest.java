package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.support.TestEdge;

/** A standby at the ports of players, before and after its promotion. */
class StandingByTest {
    private final TestEdge primary = new TestEdge();
    private final WelcomeMessage before = primary.client().join();
    private final TestEdge standby = primary.standingBy();

    private HelloMessage resume() {
        return TestEdge.helloMessage(
                new HelloMessage.Resume(before.seat().player(), before.seat().resumeSecret(), -1));
    }

    private static DisconnectMessage lastWord(final TestEdge.Client client) {
        final UnsafeBuffer answer =
                client.outlet.takeAll(MessageType.DISCONNECT).getFirst();
        assertEquals(ConnectionState.CLOSED, client.connection.state());
        return DisconnectMessage.read(answer, 0, answer.capacity());
    }

    @Test
    void who_joins_is_told_at_once_that_another_server_serves() {
        final int offered = standby.engine.offered.size();
        final DisconnectMessage answer = lastWord(standby.client().hello());
        assertEquals(DisconnectReason.NOT_SERVING, answer.reason());
        assertEquals(0, answer.retryAfterMs());
        assertEquals(offered, standby.engine.offered.size());
    }

    @Test
    void who_comes_back_to_a_seat_is_told_so_after_a_moment_in_which_nobody_was_promoted() {
        final int offered = standby.engine.offered.size();
        final TestEdge.Client client = standby.client().send(resume().write());
        standby.advanceMs(400);
        assertEquals(ConnectionState.JOINING, client.connection.state());
        standby.advanceMs(400);
        assertEquals(DisconnectReason.NOT_SERVING, lastWord(client).reason());
        assertEquals(offered, standby.engine.offered.size());
    }

    @Test
    void who_waits_when_it_is_promoted_has_the_seat_without_asking_again() {
        final TestEdge.Client client = standby.client().send(resume().write());
        final TestEdge.Client silent = standby.client();
        final long number = client.connection.number();
        standby.serve();
        standby.wake();
        final WelcomeMessage welcome = client.outlet.takeWelcome();
        assertEquals(TestEdge.EPOCH + 1, welcome.seat().epoch());
        assertEquals(before.seat().player(), welcome.seat().player());
        assertNotEquals(number, client.connection.number(), "numbers name the reign");
        assertTrue(silent.join().seat().player() > 0, "a connection that had said nothing is served, too");
        assertEquals(0, standby.failures);
    }

    @Test
    void whoever_is_overruled_sends_everybody_to_the_other_server() {
        final TestEdge.Client playing = primary.client();
        playing.join();
        primary.edge.sendAway();
        final DisconnectMessage answer = lastWord(playing);
        assertEquals(DisconnectReason.NOT_SERVING, answer.reason());
        assertEquals(0, answer.retryAfterMs());
        assertEquals(
                DisconnectReason.NOT_SERVING, lastWord(primary.client().hello()).reason());
    }

    @Test
    void who_hears_of_it_is_told_that_another_server_is_about_to_take_over() {
        final TestEdge.Client older = primary.client();
        older.join();
        final TestEdge.Client hearing = primary.client();
        hearing.send(TestEdge.helloMessage(null).hearingMoving().write());
        primary.wake();
        final TestEdge.Client joining = primary.client();
        joining.send(TestEdge.helloMessage(null).hearingMoving().write());
        primary.edge.announceMoving();
        final UnsafeBuffer said = hearing.outlet.takeAll(MessageType.MOVING).getFirst();
        assertEquals(1, said.capacity());
        assertEquals(ConnectionState.PLAYING, hearing.connection.state());
        assertTrue(older.outlet.takeAll(MessageType.MOVING).isEmpty());
        assertTrue(joining.outlet.takeAll(MessageType.MOVING).isEmpty());
    }

    @Test
    void who_waits_is_counted() {
        standby.client().hello();
        assertEquals(0, standby.edge.waited());
        standby.client().send(resume().write());
        standby.client().send(resume().write());
        assertEquals(2, standby.edge.waited());
    }

    @Test
    void it_begins_to_serve_once() {
        standby.serve();
        assertThrows(IllegalStateException.class, standby::serve);
    }
}

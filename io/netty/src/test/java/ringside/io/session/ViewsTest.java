package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.OperatorPayload;
import ringside.io.protocol.AcksMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.protocol.Wire;
import ringside.io.support.TestEdge;
import ringside.snapshot.codec.PartHeader;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewTable;

/** What clients are shown, by an engine and an edge without threads. */
class ViewsTest {
    private final TestEdge test = new TestEdge();
    private final List<Integer> bumps = new ArrayList<>();

    private ViewDecoder decoder() {
        return new ViewDecoder(test.engine.type.layout(), (frame, type, record, offset) -> bumps.add(frame));
    }

    /** Applies and acknowledges what came; returns how many parts. */
    private static int read(final TestEdge.Client client, final ViewDecoder decoder) {
        int parts = 0;
        for (final UnsafeBuffer view : client.outlet.takeAll(MessageType.VIEW)) {
            decoder.apply(view, Wire.TYPE_BYTES, view.capacity() - Wire.TYPE_BYTES);
            final UnsafeBuffer acks = new UnsafeBuffer(new byte[16]);
            final AcksMessage message = new AcksMessage().begin(acks, 0, 1);
            message.set(0, PartHeader.frame(view, Wire.TYPE_BYTES), PartHeader.part(view, Wire.TYPE_BYTES));
            client.send(acks, message.lengthBytes());
            parts++;
        }
        return parts;
    }

    private int shownX(final ViewDecoder decoder, final int wireId) {
        final ViewTable players = decoder.table("players");
        return (int) players.value(wireId, test.engine.game.x);
    }

    private void operate(final EventType type) {
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
        assertTrue(test.engine.offer(OperatorPayload.write(event, type, 1, 0, OperatorPayload.none())));
        final HostedMatch match = test.engine.matches.find(1);
        assertNotNull(match);
        match.paused(type == EventType.PAUSE);
    }

    @Test
    void whoever_joins_a_match_that_stands_still_is_shown_it_once_and_then_as_it_goes_on() {
        final TestEdge.Client first = test.client();
        first.join();
        final ViewDecoder firstSees = decoder();
        test.frame();
        assertTrue(read(first, firstSees) > 0);
        operate(EventType.PAUSE);
        test.frame();
        final TestEdge.Client late = test.client();
        late.join();
        final ViewDecoder lateSees = decoder();
        assertTrue(read(late, lateSees) > 0, "at once");
        assertEquals(firstSees.frame(), lateSees.frame());
        assertEquals(0, read(first, firstSees), "who saw it is not shown it again");
        test.frame();
        assertEquals(0, read(late, lateSees));
        operate(EventType.CONTINUE);
        test.frame();
        assertTrue(read(late, lateSees) > 0);
        assertTrue(read(first, firstSees) > 0);
        assertEquals(firstSees.frame(), lateSees.frame());
        assertEquals(0, test.failures);
    }

    @Test
    void whoever_resumes_into_a_match_that_stands_still_is_shown_it_anew_and_then_as_it_goes_on() {
        final TestEdge.Client first = test.client();
        final WelcomeMessage.Seat seat = first.join().seat();
        final ViewDecoder decoder = decoder();
        first.input(1, 1, 1);
        test.frame();
        assertTrue(read(first, decoder) > 0);
        operate(EventType.PAUSE);
        test.frame();
        first.connection.peerClosed();
        final int frame = decoder.frame();
        final TestEdge.Client second = test.client()
                .send(TestEdge.helloMessage(new HelloMessage.Resume(
                                seat.player(), seat.resumeSecret(), seat.epoch(), decoder.nextSureEffect()))
                        .write());
        decoder.reset();
        test.wake();
        second.outlet.takeWelcome();
        test.wake();
        assertTrue(read(second, decoder) > 0, "at once");
        assertEquals(frame, decoder.frame());
        assertEquals(test.engine.xOfSeat(1, 0), shownX(decoder, 0));
        test.frame();
        test.frame();
        assertEquals(0, read(second, decoder), "once");
        operate(EventType.CONTINUE);
        second.input(2, 2, 1);
        test.frame();
        assertTrue(read(second, decoder) > 0);
        assertEquals(test.engine.xOfSeat(1, 0), shownX(decoder, 0));
        assertEquals(List.of(1, 2), bumps, "a sure effect is shown once");
        assertEquals(0, test.failures);
    }

    @Test
    void a_consumed_input_is_shown_with_its_number_and_its_time() {
        final TestEdge.Client client = test.client();
        client.join();
        final ViewDecoder decoder = decoder();
        client.inputs(new int[][] {{1, 1, 1}, {2, 2, 1}});
        test.nowNs += 4 * TestEdge.MS;
        test.frame();
        assertEquals(1, read(client, decoder));
        assertEquals(1, decoder.frame());
        assertEquals(1, decoder.lastInput());
        assertEquals(1, decoder.bufferDepth());
        assertEquals(4_000, decoder.receiptToFrameMicros(), PartHeader.MICROS_PER_UNIT);
        assertEquals(1, shownX(decoder, 0));
        assertEquals(1, bumps.size());
    }

    @Test
    void nothing_unsafe_is_shown() {
        final TestEdge.Client client = test.client();
        client.join();
        test.engine.holdSafe();
        test.frame();
        assertEquals(0, client.outlet.count(MessageType.VIEW));
        test.engine.releaseSafe();
        test.wake();
        assertEquals(1, client.outlet.count(MessageType.VIEW));
    }

    @Test
    void a_frame_is_shown_once_and_flushed_once() {
        final TestEdge.Client client = test.client();
        client.join();
        client.say(1, 3);
        final int before = client.outlet.flushes;
        test.frame();
        test.wake();
        assertEquals(1, client.outlet.count(MessageType.VIEW));
        assertEquals(1, client.outlet.count(MessageType.COMMAND_APPLIED));
        assertEquals(before + 1, client.outlet.flushes);
    }

    @Test
    void who_joins_between_two_frames_is_shown_the_newest_at_once_and_nobody_else_is_shown_anything() {
        final TestEdge.Client first = test.client();
        first.join();
        test.frame();
        first.outlet.takeAll(MessageType.VIEW);
        final TestEdge.Client second = test.client();
        second.hello();
        test.engine.frame(test.nowNs);
        test.deliver();
        assertEquals(1, second.outlet.count(MessageType.WELCOME));
        assertEquals(1, second.outlet.count(MessageType.VIEW), "the frame that it is in");
        test.wake();
        assertEquals(1, second.outlet.count(MessageType.VIEW));
        assertEquals(1, first.outlet.count(MessageType.VIEW));
    }

    @Test
    void a_client_that_does_not_read_is_skipped_not_queued_and_catches_up() {
        final TestEdge.Client client = test.client();
        client.join();
        final ViewDecoder decoder = decoder();
        test.frame();
        read(client, decoder);
        client.outlet.writable = false;
        for (int seq = 1; seq <= 20; seq++) {
            client.input(seq, seq + 1, 1);
            test.frame();
        }
        assertEquals(0, client.outlet.count(MessageType.VIEW));
        assertEquals(20, test.counters.get(EdgeCounter.VIEWS_SKIPPED));
        client.outlet.writable = true;
        test.frame();
        read(client, decoder);
        test.frame();
        read(client, decoder);
        assertEquals(test.engine.xOfSeat(1, 0), shownX(decoder, 0));
        assertEquals(20, bumps.stream().distinct().filter(frame -> frame <= 21).count());
    }

    @Test
    void a_client_that_takes_nothing_for_too_long_is_disconnected_and_others_are_not() {
        final TestEdge.Client stuck = test.client();
        stuck.join();
        final TestEdge.Client other = test.client();
        other.join();
        stuck.outlet.writable = false;
        stuck.outlet.pending = 40_000;
        test.advanceMs(200);
        test.advanceMs(Limits.DEFAULT.slowClientMs() - 400);
        stuck.outlet.pending = 39_000;
        test.advanceMs(200);
        stuck.ping();
        other.ping();
        test.advanceMs(Limits.DEFAULT.slowClientMs());
        assertEquals(ConnectionState.PLAYING, stuck.connection.state());
        test.advanceMs(200);
        assertEquals(DisconnectReason.SLOW_CLIENT, stuck.outlet.closed);
        assertEquals(ConnectionState.PLAYING, other.connection.state());
    }

    @Test
    void answers_that_pile_up_for_a_client_that_does_not_read_end_it() {
        final TestEdge.Client client = test.client();
        client.join();
        client.outlet.pending = (1 << 20) + 1;
        client.ping();
        assertEquals(DisconnectReason.SLOW_CLIENT, client.outlet.closed);
    }

    @Test
    void a_resumed_client_is_shown_everything_anew_and_each_sure_effect_once() {
        final TestEdge.Client first = test.client();
        final WelcomeMessage.Seat seat = first.join().seat();
        final ViewDecoder decoder = decoder();
        first.input(1, 1, 1);
        test.frame();
        read(first, decoder);
        first.input(2, 2, 1);
        test.frame();
        first.connection.peerClosed();
        assertEquals(1, bumps.size());

        final TestEdge.Client second = test.client()
                .send(TestEdge.helloMessage(new HelloMessage.Resume(
                                seat.player(), seat.resumeSecret(), seat.epoch(), decoder.nextSureEffect()))
                        .write());
        test.wake();
        second.outlet.takeWelcome();
        for (int i = 0; i < 5; i++) {
            test.frame();
            read(second, decoder);
        }
        assertEquals(test.engine.xOfSeat(1, 0), shownX(decoder, 0));
        assertEquals(List.copyOf(bumps), bumps.stream().distinct().toList());
        assertTrue(bumps.contains(2));
    }

    @Test
    void a_new_player_is_not_shown_what_happened_before() {
        final TestEdge.Client first = test.client();
        first.join();
        first.input(1, 1, 1);
        test.frame();
        final TestEdge.Client second = test.client();
        second.join();
        final ViewDecoder decoder = decoder();
        test.frame();
        read(second, decoder);
        // The first player's input repeats, so that there is one effect of this very frame.
        assertEquals(List.of(2), bumps);
    }

    @Test
    void an_ended_match_shows_its_last_frame_and_says_goodbye() {
        final TestEdge.Client client = test.client();
        client.join();
        client.command(1, test.engine.game.finish.id());
        test.frame();
        assertEquals(1, client.outlet.count(MessageType.VIEW));
        assertEquals(DisconnectReason.MATCH_OVER, client.outlet.closed);
        final TestEdge.Client late = test.client().hello();
        test.wake();
        assertEquals(DisconnectReason.MATCH_OVER, late.outlet.closed);
    }

    @Test
    void a_game_that_fails_for_one_viewer_harms_no_other() {
        final TestEdge.Client poisoned = test.client();
        poisoned.join();
        final TestEdge.Client other = test.client();
        other.join();
        poisoned.command(1, test.engine.game.poison.id());
        test.frame();
        assertEquals(DisconnectReason.SERVER_ERROR, poisoned.outlet.closed);
        assertEquals(1, test.failures);
        assertNotNull(other.outlet.takeAll(MessageType.VIEW).peek());
    }

    @Test
    void acknowledgements_of_what_was_never_sent_change_nothing() {
        final TestEdge.Client client = test.client();
        client.join();
        for (final int frame : new int[] {-1, 0, 1, 1_000_000, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            final UnsafeBuffer acks = new UnsafeBuffer(new byte[16]);
            final AcksMessage message = new AcksMessage().begin(acks, 0, 1);
            message.set(0, frame, 255);
            client.send(acks, message.lengthBytes());
        }
        test.frame();
        assertEquals(ConnectionState.PLAYING, client.connection.state());
        assertFalse(client.outlet.takeAll(MessageType.VIEW).isEmpty());
    }

    @Test
    void every_refusal_of_logic_has_the_same_number_on_the_wire() {
        for (final ringside.engine.output.Refusal refusal : ringside.engine.output.Refusal.values()) {
            final RefusalReason reason = RefusalReason.of(refusal.code());
            if (reason != null) {
                assertEquals(refusal.name(), reason.name());
                assertEquals(refusal.text(), reason.text());
            } else if (!refusal.isForOperators()) {
                assertTrue(Handshake.reasonOf(refusal) != DisconnectReason.SERVER_ERROR, refusal.name());
            }
        }
    }
}

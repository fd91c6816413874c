package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.EventType;
import ringside.engine.output.Refusal;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.RefusalReason;
import ringside.io.protocol.WelcomeMessage;
import ringside.io.support.TestEdge;
import ringside.io.support.TestEngine;
import ringside.layout.LayoutJson;

/** One connection's life, without a network. */
class ConnectionTest {
    private static final int LOOKED_AT_EVERY_MS = 200;

    private TestEdge test = new TestEdge();

    private static void assertClosed(final TestEdge.Client client, final DisconnectReason reason) {
        assertEquals(ConnectionState.CLOSED, client.connection.state());
        assertEquals(reason, client.outlet.closed);
        assertEquals(reason, client.outlet.disconnect().reason());
    }

    private static void assertClosed(final TestEdge.Client client, final DisconnectReason reason, final String field) {
        assertClosed(client, reason);
        assertEquals(field, client.outlet.disconnect().field());
    }

    // ---- the handshake

    @Test
    void a_hello_leads_to_a_seat_and_a_welcome_with_all_that_a_client_needs() {
        final TestEdge.Client client = test.client();
        assertEquals(ConnectionState.AWAITING_HELLO, client.connection.state());
        client.hello();
        assertEquals(ConnectionState.JOINING, client.connection.state());
        test.wake();
        assertEquals(ConnectionState.PLAYING, client.connection.state());

        final WelcomeMessage welcome = client.outlet.takeWelcome();
        assertEquals(TestEdge.EPOCH, welcome.seat().epoch());
        assertEquals(1, welcome.seat().match());
        assertEquals(client.connection.player(), welcome.seat().player());
        assertEquals(0, welcome.seat().number());
        assertNull(welcome.seat().held());
        assertEquals(16, welcome.seat().resumeSecret().length());
        assertEquals(
                test.engine.type.layout().hash(),
                LayoutJson.read(welcome.layout()).hash());
        assertEquals(test.engine.type.layout().hash(), welcome.layoutHash());
        assertEquals(77, welcome.rules().toArray()[0]);
        assertEquals(TestEngine.HZ, welcome.hz());
        assertEquals(1, client.outlet.flushes);
    }

    @Test
    void nothing_is_disclosed_before_the_answer_is_safe() {
        test.engine.holdSafe();
        final TestEdge.Client client = test.client().hello();
        test.wake();
        assertEquals(ConnectionState.JOINING, client.connection.state());
        assertTrue(client.outlet.sent.isEmpty());
        test.engine.releaseSafe();
        test.wake();
        assertNotNull(client.outlet.takeWelcome());
    }

    @Test
    void match_zero_means_any_with_a_free_seat() {
        final TestEdge.Client client = test.client();
        client.send(new HelloMessage("", 0, 0, "", Bytes.NONE, null, "").write());
        test.wake();
        assertEquals(1, client.outlet.takeWelcome().seat().match());
    }

    @Test
    void what_cannot_be_joined_is_refused_with_its_reason() {
        assertClosed(hello("chess", 0, 1, Bytes.NONE), DisconnectReason.UNKNOWN_GAME, "chess");
        assertClosed(hello("duel", 0, 9, Bytes.NONE), DisconnectReason.UNKNOWN_MATCH, "match 9");
        assertEquals(
                DisconnectReason.LAYOUT_MISMATCH,
                hello("duel", 123, 1, Bytes.NONE).outlet.disconnect().reason());
        assertClosed(hello("duel", 0, 1, Bytes.copyOf(new byte[3])), DisconnectReason.VALUE_OUT_OF_RANGE, "join");
        final byte[] badTeam = new byte[test.engine.type.layout().join().lengthBytes()];
        badTeam[test.engine.game.team.offset()] = 9;
        assertClosed(hello("duel", 0, 1, Bytes.copyOf(badTeam)), DisconnectReason.VALUE_OUT_OF_RANGE, "join.team");
        final byte[] badName = new byte[badTeam.length];
        badName[0] = (byte) 0xFF;
        assertClosed(hello("duel", 0, 1, Bytes.copyOf(badName)), DisconnectReason.VALUE_OUT_OF_RANGE, "join.name");
        assertEquals(0, test.engine.countOffered(EventType.JOIN));
    }

    private TestEdge.Client hello(final String game, final long layout, final int match, final Bytes join) {
        return test.client().send(new HelloMessage(game, layout, match, "", join, null, "").write());
    }

    @Test
    void a_full_match_is_refused_by_logic_and_by_the_choice_of_a_match() {
        for (int i = 0; i < 4; i++) {
            test.client().join();
        }
        final TestEdge.Client fifth = test.client().hello();
        test.wake();
        assertClosed(fifth, DisconnectReason.MATCH_FULL);
        test.frame();
        assertClosed(hello("duel", 0, 0, Bytes.NONE), DisconnectReason.MATCH_FULL);
    }

    private TestEdge.Client anywhere() {
        return hello("duel", 0, 0, Bytes.NONE);
    }

    private void fill(final int match) {
        for (int i = 0; i < 4; i++) {
            hello("duel", 0, match, Bytes.NONE);
        }
    }

    @Test
    void whoever_finds_no_seat_waits_for_a_match_that_is_made_on_demand() {
        final List<String> wanted = new ArrayList<>();
        test.demand = wanted::add;
        fill(1);
        test.frame();
        final TestEdge.Client client = anywhere();
        test.wake();
        test.frame();
        assertEquals(List.of("duel"), wanted, "asked once");
        assertEquals(ConnectionState.JOINING, client.connection.state());
        test.engine.create(2);
        test.wake();
        test.wake();
        assertEquals(2, client.outlet.takeWelcome().seat().match());
    }

    @Test
    void a_match_that_never_comes_is_waited_for_as_long_as_a_join() {
        test.demand = game -> true;
        fill(1);
        test.frame();
        final TestEdge.Client client = anywhere();
        test.advanceMs(Limits.DEFAULT.joinDeadlineMs() + 1);
        assertClosed(client, DisconnectReason.OVERLOADED);
        test.engine.create(2);
        test.wake();
        assertEquals(4, test.engine.countOffered(EventType.JOIN));
    }

    @Test
    void a_match_is_asked_for_again_when_others_took_the_seats_of_the_first() {
        final List<String> wanted = new ArrayList<>();
        test.demand = wanted::add;
        fill(1);
        test.frame();
        final TestEdge.Client client = anywhere();
        test.engine.create(2);
        fill(2);
        test.frame();
        test.advanceMs(1_001);
        test.wake();
        assertEquals(2, wanted.size());
        test.engine.create(3);
        test.wake();
        test.wake();
        assertEquals(3, client.outlet.takeWelcome().seat().match());
    }

    @Test
    void whoever_was_sent_to_a_match_that_filled_up_meanwhile_is_sent_on() {
        test.engine.create(2);
        fill(2);
        final TestEdge.Client client = anywhere();
        test.wake();
        test.wake();
        assertEquals(1, client.outlet.takeWelcome().seat().match());
        final TestEdge.Client named = hello("duel", 0, 2, Bytes.NONE);
        test.wake();
        assertClosed(named, DisconnectReason.MATCH_FULL);
    }

    @Test
    void nobody_is_given_a_match_that_stands_still_but_whoever_names_it_may_come() {
        final HostedMatch match = test.engine.matches.find(1);
        assertNotNull(match);
        match.paused(true);
        assertClosed(anywhere(), DisconnectReason.MATCH_FULL);
        assertEquals(1, test.client().join().seat().match());
        match.paused(false);
        final TestEdge.Client client = anywhere();
        test.wake();
        assertNotNull(client.outlet.takeWelcome());
    }

    @Test
    void another_protocol_version_is_told_ours() {
        final byte[] hello = TestEdge.helloMessage(null).write();
        final TestEdge.Client client = test.client();
        // The version is the one u16 of value 1 in the buffer's table.
        for (int i = hello.length - 2; i > 1; i--) {
            final byte[] mutated = hello.clone();
            if (mutated[i] == 1 && mutated[i + 1] == 0) {
                mutated[i] = 7;
                final TestEdge.Client other = test.client().send(mutated);
                if (other.outlet.closed == DisconnectReason.PROTOCOL_VERSION) {
                    assertEquals(1, other.outlet.disconnect().protocolVersion());
                    return;
                }
            }
        }
        throw new AssertionError("no byte of the HELLO was the version of " + client.connection.number());
    }

    @Test
    void a_token_that_admission_refuses_never_reaches_the_ring() {
        test = new TestEdge(EdgeSettings.at(1, 60), hello -> {
            throw new ProtocolException(DisconnectReason.TOKEN_EXPIRED);
        });
        assertClosed(test.client().hello(), DisconnectReason.TOKEN_EXPIRED);
        assertTrue(test.engine.offered.isEmpty());
    }

    @Test
    void a_token_is_used_once() {
        test = new TestEdge(EdgeSettings.at(1, 60), hello -> Admission.Admitted.withToken(1, 2));
        test.client().join();
        final TestEdge.Client second = test.client().hello();
        test.wake();
        assertClosed(second, DisconnectReason.TOKEN_USED);
    }

    @Test
    void an_admission_that_breaks_ends_one_connection_only() {
        final TestEdge.Client[] good = new TestEdge.Client[1];
        test = new TestEdge(EdgeSettings.at(1, 60), hello -> {
            if (hello.client().equals("test")) {
                return Admission.Admitted.OPEN;
            }
            throw new IllegalStateException("broken");
        });
        good[0] = test.client();
        good[0].join();
        assertClosed(hello("duel", 0, 1, Bytes.NONE), DisconnectReason.SERVER_ERROR);
        assertEquals(1, test.failures);
        assertEquals(ConnectionState.PLAYING, good[0].connection.state());
    }

    @Test
    void a_full_ring_refuses_a_hello_without_waiting() {
        test.engine.full(true);
        assertClosed(test.client().hello(), DisconnectReason.OVERLOADED, "ring");
    }

    @Test
    void deadlines_end_a_connection_that_gets_nowhere() {
        final Limits limits = Limits.DEFAULT;
        final TestEdge.Client silent = test.client();
        test.advanceMs(limits.handshakeDeadlineMs());
        assertEquals(ConnectionState.AWAITING_HELLO, silent.connection.state());
        test.advanceMs(LOOKED_AT_EVERY_MS);
        assertClosed(silent, DisconnectReason.HANDSHAKE_DEADLINE);

        final TestEdge.Client unanswered = test.client().hello();
        test.advanceMs(limits.joinDeadlineMs() + LOOKED_AT_EVERY_MS);
        assertClosed(unanswered, DisconnectReason.OVERLOADED);

        final TestEdge.Client idle = test.client();
        idle.join();
        test.advanceMs(limits.idleTimeoutMs() - 1);
        idle.ping();
        test.advanceMs(limits.idleTimeoutMs());
        assertEquals(ConnectionState.PLAYING, idle.connection.state());
        test.advanceMs(LOOKED_AT_EVERY_MS);
        assertClosed(idle, DisconnectReason.IDLE);
    }

    // ---- every state and message

    @Test
    void a_message_out_of_place_ends_the_connection() {
        for (final MessageType type : MessageType.values()) {
            final DisconnectReason early =
                    type.isClients() ? DisconnectReason.UNEXPECTED_MESSAGE : DisconnectReason.UNKNOWN_MESSAGE;
            if (type != MessageType.HELLO && type != MessageType.PING) {
                assertClosed(test.client().send(new byte[] {type.code()}), early);
                final TestEdge.Client joining = test.client().hello().send(new byte[] {type.code()});
                assertClosed(joining, early);
            }
            if (!type.isClients() || type == MessageType.HELLO) {
                test = new TestEdge();
                final TestEdge.Client playing = test.client();
                playing.join();
                assertClosed(playing.send(new byte[] {type.code()}), early);
            }
        }
    }

    @Test
    void a_ping_is_answered_in_every_state() {
        final TestEdge.Client client = test.client().ping();
        assertEquals(99, ControlMessages.echo(client.outlet.take(MessageType.PONG), 0));
        client.hello().ping();
        assertEquals(99, ControlMessages.echo(client.outlet.take(MessageType.PONG), 0));
        test.wake();
        client.outlet.takeWelcome();
        client.ping();
        assertEquals(99, ControlMessages.echo(client.outlet.take(MessageType.PONG), 0));
    }

    @Test
    void unknown_types_and_impossible_lengths_end_the_connection() {
        for (final byte type : new byte[] {0, 10, 63, 75, -1}) {
            assertClosed(
                    test.client().send(new byte[] {type}), DisconnectReason.UNKNOWN_MESSAGE, "type " + (type & 0xFF));
        }
        assertClosed(test.client().send(new byte[0]), DisconnectReason.BAD_LENGTH);
        assertClosed(test.client().send(new byte[2_560]), DisconnectReason.BAD_LENGTH);
        assertClosed(test.client().send(new byte[] {1}), DisconnectReason.BAD_LENGTH, "HELLO");
        assertClosed(test.client().send(new byte[] {4, 0, 0}), DisconnectReason.BAD_LENGTH, "PING");
        for (final byte[] bad : List.of(
                new byte[] {2},
                new byte[] {2, 0},
                new byte[] {2, 1, 0},
                new byte[] {2, (byte) 255},
                new byte[] {3},
                new byte[] {3, 0},
                new byte[] {3, 2, 0, 0, 0, 0, 0},
                new byte[] {3, (byte) 255},
                new byte[] {5, 1, 0, 0, 0},
                new byte[] {5, 1, 0, 0, 0, 0},
                new byte[] {6, 6})) {
            test = new TestEdge();
            final TestEdge.Client client = test.client();
            client.join();
            assertClosed(client.send(bad), DisconnectReason.BAD_LENGTH);
        }
    }

    @Test
    void nothing_is_heard_after_the_end() {
        final TestEdge.Client client = test.client().send(new byte[] {0});
        client.hello().ping();
        assertEquals(1, client.outlet.sent.size());
        assertEquals(0, test.engine.offered.size());
        client.connection.peerClosed();
        assertEquals(1, test.counters.get(EdgeCounter.CONNECTIONS_CLOSED));
    }

    // ---- inputs

    @Test
    void inputs_reach_logic_once_however_often_they_are_repeated() {
        final TestEdge.Client client = test.client();
        client.join();
        client.inputs(new int[][] {{1, 1, 1}, {2, 2, 1}});
        client.inputs(new int[][] {{1, 1, 1}, {2, 2, 1}, {3, 3, 1}});
        assertEquals(3, test.engine.countOffered(EventType.INPUT));
        assertEquals(2, test.counters.get(EdgeCounter.INPUTS_REPEATED));
        for (int i = 0; i < 3; i++) {
            test.frame();
        }
        assertEquals(3, test.engine.xOfSeat(1, 0));
    }

    @Test
    void a_value_out_of_range_names_its_field() {
        expectInputFault(new int[][] {{1, 1, 5}}, DisconnectReason.VALUE_OUT_OF_RANGE, "input.moveX");
        expectInputFault(new int[][] {{0, 1, 1}}, DisconnectReason.VALUE_OUT_OF_RANGE, "inputSeq");
        expectInputFault(new int[][] {{-4, 1, 1}}, DisconnectReason.VALUE_OUT_OF_RANGE, "inputSeq");
        expectInputFault(new int[][] {{1, -1, 1}}, DisconnectReason.VALUE_OUT_OF_RANGE, "targetFrame");
        expectInputFault(new int[][] {{2, 1, 1}, {2, 2, 1}}, DisconnectReason.BAD_MESSAGE, "inputSeq");
    }

    private void expectInputFault(final int[][] inputs, final DisconnectReason reason, final String field) {
        test = new TestEdge();
        final TestEdge.Client client = test.client();
        client.join();
        assertClosed(client.inputs(inputs), reason, field);
    }

    @Test
    void more_inputs_than_allowed_are_refused_and_counted() {
        final TestEdge.Client client = test.client();
        client.join();
        final int allowed = Limits.DEFAULT.maxInputsPerFrame() * TestEngine.HZ;
        for (int seq = 1; seq <= allowed + 2; seq++) {
            client.input(seq, 1, 0);
        }
        assertEquals(allowed, test.engine.countOffered(EventType.INPUT));
        assertEquals(2, test.counters.get(RefusalReason.TOO_MANY_INPUTS));
        final UnsafeBuffer refused = client.outlet.take(MessageType.REFUSED);
        assertEquals(ControlMessages.INPUT, ControlMessages.refusedWhat(refused, 0));
        assertEquals(allowed + 1, ControlMessages.refusedSequence(refused, 0));
        assertEquals(RefusalReason.TOO_MANY_INPUTS.code(), ControlMessages.refusedReason(refused, 0));
    }

    @Test
    void a_full_ring_refuses_inputs_in_order_and_takes_them_when_they_come_again() {
        final TestEdge.Client client = test.client();
        client.join();
        test.engine.full(true);
        client.inputs(new int[][] {{1, 1, 1}, {2, 2, 1}});
        final UnsafeBuffer refused = client.outlet.take(MessageType.REFUSED);
        assertEquals(1, ControlMessages.refusedSequence(refused, 0));
        assertEquals(RefusalReason.RING_FULL.code(), ControlMessages.refusedReason(refused, 0));
        assertTrue(client.outlet.sent.isEmpty());
        test.engine.full(false);
        client.inputs(new int[][] {{1, 1, 1}, {2, 2, 1}});
        assertEquals(2, test.engine.countOffered(EventType.INPUT));
    }

    @Test
    void logic_s_refusal_of_an_input_reaches_its_player() {
        final TestEdge.Client client = test.client();
        client.join();
        client.input(1, 1_000, 1);
        test.wake();
        final UnsafeBuffer refused = client.outlet.take(MessageType.REFUSED);
        assertEquals(Refusal.INPUT_TOO_EARLY.code(), ControlMessages.refusedReason(refused, 0));
    }

    // ---- commands

    @Test
    void commands_are_applied_exactly_once_and_in_order() {
        final TestEdge.Client client = test.client();
        client.join();
        client.say(1, 5).say(1, 6);
        test.wake();
        assertEquals(1, ControlMessages.appliedSequence(client.outlet.take(MessageType.COMMAND_APPLIED), 0));
        assertTrue(client.outlet.sent.isEmpty());
        client.say(3, 9);
        assertEquals(
                RefusalReason.COMMAND_OUT_OF_ORDER.code(),
                ControlMessages.refusedReason(client.outlet.take(MessageType.REFUSED), 0));
        client.say(2, 666);
        test.wake();
        assertEquals(
                RefusalReason.COMMAND_REJECTED.code(),
                ControlMessages.refusedReason(client.outlet.take(MessageType.REFUSED), 0));
        assertEquals(2, test.engine.countOffered(EventType.COMMAND));
    }

    @Test
    void too_many_commands_are_refused_and_stay_free() {
        final TestEdge.Client client = test.client();
        client.join();
        final int allowed = Limits.DEFAULT.maxCommandsPerSecond();
        for (int sequence = 1; sequence <= allowed + 1; sequence++) {
            client.say(sequence, 1);
        }
        final UnsafeBuffer refused = client.outlet.take(MessageType.REFUSED);
        assertEquals(allowed + 1, ControlMessages.refusedSequence(refused, 0));
        assertEquals(RefusalReason.TOO_MANY_COMMANDS.code(), ControlMessages.refusedReason(refused, 0));
        test.advanceMs(1_000);
        client.say(allowed + 1, 1);
        assertEquals(allowed + 1, test.engine.countOffered(EventType.COMMAND));
    }

    @Test
    void commands_out_of_range_end_the_connection() {
        final TestEdge.Client client = test.client();
        client.join();
        assertClosed(client.say(1, -1), DisconnectReason.VALUE_OUT_OF_RANGE, "say.number");
        final TestEdge.Client other = test.client();
        other.join();
        assertClosed(other.command(1, 200), DisconnectReason.VALUE_OUT_OF_RANGE, "commandId");
    }

    // ---- floods

    @Test
    void floods_end_the_connection() {
        final TestEdge.Client pinging = test.client();
        for (int i = 0; i <= Limits.DEFAULT.maxPingsPerSecond(); i++) {
            pinging.ping();
        }
        assertClosed(pinging, DisconnectReason.FLOOD, "pings");

        final TestEdge.Client chatting = test.client();
        chatting.join();
        for (int i = 0; i <= Limits.DEFAULT.maxMessagesPerSecond(); i++) {
            chatting.send(new byte[] {3, 1, 0, 0, 0, 0, 0});
        }
        assertClosed(chatting, DisconnectReason.FLOOD, "messages");
    }

    // ---- leaving and coming back

    @Test
    void leaving_frees_the_seat_and_says_goodbye_once_that_is_safe() {
        final TestEdge.Client client = test.client();
        client.join();
        client.leave();
        assertEquals(ConnectionState.PLAYING, client.connection.state());
        test.wake();
        assertClosed(client, DisconnectReason.LEFT);
        assertEquals(0, test.engine.countOffered(EventType.DISCONNECT));
        assertEquals(0, test.edge.connectionCount());
    }

    @Test
    void a_connection_that_breaks_is_told_to_logic_even_when_the_ring_is_full_at_first() {
        final TestEdge.Client client = test.client();
        client.join();
        test.engine.full(true);
        client.connection.peerClosed();
        test.advanceMs(50);
        assertEquals(0, test.engine.countOffered(EventType.DISCONNECT));
        test.engine.full(false);
        test.advanceMs(50);
        assertEquals(1, test.engine.countOffered(EventType.DISCONNECT));
    }

    @Test
    void a_seat_given_to_a_connection_that_is_gone_is_given_back_for_nobody_has_its_secret() {
        final TestEdge.Client client = test.client().hello();
        client.connection.peerClosed();
        assertEquals(0, test.engine.countOffered(EventType.LEAVE));
        test.wake();
        assertEquals(1, test.engine.countOffered(EventType.LEAVE));
        assertEquals(0, test.engine.countOffered(EventType.DISCONNECT));
        assertEquals(1, test.counters.get(EdgeCounter.ANSWERS_UNDELIVERED));
    }

    @Test
    void a_seat_taken_again_by_a_connection_that_is_gone_is_put_on_hold_once_more() {
        final TestEdge.Client first = test.client();
        final WelcomeMessage.Seat seat = first.join().seat();
        first.connection.peerClosed();
        final long before = test.engine.countOffered(EventType.DISCONNECT);
        final TestEdge.Client second = test.client().send(resume(seat).write());
        second.connection.peerClosed();
        test.wake();
        assertEquals(before + 1, test.engine.countOffered(EventType.DISCONNECT));
        assertEquals(0, test.engine.countOffered(EventType.LEAVE));
    }

    @Test
    void a_held_seat_is_resumed_with_its_secret_and_gets_a_new_one() {
        final TestEdge.Client first = test.client();
        final WelcomeMessage.Seat seat = first.join().seat();
        first.input(1, 1, 1).say(1, 7);
        test.frame();
        first.connection.peerClosed();

        final TestEdge.Client second = test.client().send(resume(seat).write());
        test.wake();
        final WelcomeMessage welcome = second.outlet.takeWelcome();
        assertEquals(seat.player(), welcome.seat().player());
        assertEquals(new WelcomeMessage.Held(1, 1), welcome.seat().held());
        assertNotEquals(seat.resumeSecret(), welcome.seat().resumeSecret());
        second.say(1, 8).say(2, 9);
        second.input(1, 2, 1).input(2, 2, 1);
        assertEquals(2, test.engine.countOffered(EventType.COMMAND));
        assertEquals(2, test.engine.countOffered(EventType.INPUT));
    }

    private static HelloMessage resume(final WelcomeMessage.Seat seat) {
        return TestEdge.helloMessage(new HelloMessage.Resume(seat.player(), seat.resumeSecret(), seat.epoch()));
    }

    @Test
    void the_secret_before_stays_good_until_the_new_one_was_used() {
        final TestEdge.Client first = test.client();
        final WelcomeMessage.Seat seat = first.join().seat();
        first.connection.peerClosed();
        final TestEdge.Client lost = test.client().send(resume(seat).write());
        test.wake();
        lost.outlet.takeWelcome();
        lost.connection.peerClosed();
        final TestEdge.Client again = test.client().send(resume(seat).write());
        test.wake();
        final WelcomeMessage.Seat renewed = again.outlet.takeWelcome().seat();
        again.connection.peerClosed();
        final TestEdge.Client third = test.client().send(resume(renewed).write());
        test.wake();
        third.outlet.takeWelcome();
        third.connection.peerClosed();
        final TestEdge.Client stale = test.client().send(resume(seat).write());
        test.wake();
        assertClosed(stale, DisconnectReason.RESUME_REFUSED);
    }

    @Test
    void the_newest_connection_wins_the_seat() {
        final TestEdge.Client first = test.client();
        final WelcomeMessage.Seat seat = first.join().seat();
        final TestEdge.Client second = test.client().send(resume(seat).write());
        test.wake();
        assertClosed(first, DisconnectReason.RESUMED_ELSEWHERE);
        if (test.failures > 0) throw test.lastFailure;
        assertEquals(ConnectionState.PLAYING, second.connection.state());
        assertEquals(0, test.engine.countOffered(EventType.DISCONNECT));
        second.outlet.takeWelcome();
        second.input(1, 1, 1);
        test.frame();
        assertFalse(second.outlet.takeAll(MessageType.VIEW).isEmpty());
    }

    @Test
    void a_wrong_secret_is_refused() {
        final WelcomeMessage.Seat seat = test.client().join().seat();
        final TestEdge.Client thief = test.client()
                .send(TestEdge.helloMessage(
                                new HelloMessage.Resume(seat.player(), Bytes.copyOf(new byte[16]), seat.epoch()))
                        .write());
        test.wake();
        assertClosed(thief, DisconnectReason.RESUME_REFUSED);
    }

    @Test
    void a_server_that_stops_says_so_to_everyone() {
        final TestEdge.Client playing = test.client();
        playing.join();
        final TestEdge.Client silent = test.client();
        test.edge.stop();
        assertClosed(playing, DisconnectReason.SERVER_STOPPING);
        assertClosed(silent, DisconnectReason.SERVER_STOPPING);
        assertClosed(test.client(), DisconnectReason.SERVER_STOPPING);
    }

    @Test
    void connection_numbers_never_recur_across_loops_and_epochs() {
        final ConnectionNumbers one = new ConnectionNumbers(5, 0);
        final ConnectionNumbers otherLoop = new ConnectionNumbers(5, 255);
        final ConnectionNumbers otherEpoch = new ConnectionNumbers(6, 0);
        final long first = one.next();
        assertTrue(first > 0);
        assertNotEquals(first, one.next());
        assertNotEquals(first, otherLoop.next());
        assertNotEquals(first, otherEpoch.next());
        assertEquals(255, ConnectionNumbers.loopOf(otherLoop.next()));
    }
}

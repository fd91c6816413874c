package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.io.protocol.ControlMessages;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.RefusalReason;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewTable;

final class ClientSessionTest {
    private static final String A = "tcp://a:1";
    private static final String B = "tcp://b:1";

    private final ScriptedGame game = new ScriptedGame();
    private final ScriptedMatch match = new ScriptedMatch(game, 60);
    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Recorder recorder = new Recorder(game);

    private ClientSession join(final String urls) {
        return network.join(ClientSettings.of(urls), recorder);
    }

    private ClientSession joinA() {
        network.serve(A, match);
        network.delayNs = 5 * SimulatedNetwork.MS;
        return join(A);
    }

    @Test
    void a_welcome_seats_the_player_and_says_what_is_played() {
        final ClientSession session = joinA();
        assertNull(session.view());
        network.runMs(100);
        assertEquals(ClientSession.State.PLAYING, session.state());
        final ClientView view = session.view();
        assertEquals(game.layout.hash(), view.layout().hash());
        assertEquals(ScriptedMatch.MATCH, view.match());
        assertEquals(1, view.player());
        assertEquals(1, recorder.joins);
        assertTrue(recorder.viewFrames.size() >= 3, "views of frames " + recorder.viewFrames);
        assertEquals("ringside-java", match.hellos.get(0).client());
    }

    @Test
    void rows_are_read_by_the_names_of_the_layout() {
        final ClientSession session = joinA();
        network.runMs(500);
        final ClientView view = session.view();
        final ViewTable marks = view.table("marks");
        final int mine = marks.first();
        assertEquals(view.seat(), marks.value(mine, marks.table().column("owner")));
        final int consumed = recorder.consumed.get(recorder.consumed.size() - 1);
        assertEquals(consumed, marks.value(mine, view.layout().table("marks").column("place")));
    }

    @Test
    void every_input_is_consumed_once_and_in_order() {
        joinA();
        network.runMs(2_000);
        recorder.playing = false;
        network.runMs(500);
        assertEquals(0, recorder.refused);
        assertTrue(recorder.consumed.size() > 100);
        assertEquals(IntStream.rangeClosed(1, recorder.consumed.size()).boxed().toList(), recorder.consumed);
        assertEquals(recorder.consumed, recorder.effects);
    }

    @Test
    void an_input_is_repeated_until_it_is_consumed_and_no_longer() {
        final ClientSession session = joinA();
        network.runMs(1_000);
        final int[] before = match.inputSeqsOfMessages.get(match.inputSeqsOfMessages.size() - 1);
        assertTrue(before.length >= 2, "an input waits for a view for longer than a frame");
        assertTrue(before[0] > match.consumedSeq(1) - 4, "an input that was consumed is not sent again");
        match.ignoresInputs = true;
        network.runMs(1_000);
        final int[] stuck = match.inputSeqsOfMessages.get(match.inputSeqsOfMessages.size() - 1);
        assertEquals(16, stuck.length);
        assertEquals(stuck[0] + 15, stuck[15]);
        assertTrue(session.statistics().inputs() - stuck[15] <= 1, "the newest are repeated");
    }

    @Test
    void a_refused_input_is_not_repeated() {
        joinA();
        network.runMs(500);
        network.clientHeldUpUntilNs = network.nowNs + 200 * SimulatedNetwork.MS;
        network.runMs(1_000);
        assertTrue(recorder.refused > 0, "inputs that were held up come too late");
        assertEquals(recorder.refused, match.refusedInputs, "each is refused once");
        recorder.playing = false;
        network.runMs(500);
        final int messages = match.inputSeqsOfMessages.size();
        network.runMs(1_000);
        assertEquals(messages, match.inputSeqsOfMessages.size(), "nothing is left to repeat");
    }

    @Test
    void a_refusal_for_good_ends_the_session_with_its_reason() {
        match.refusal = DisconnectMessage.of(DisconnectReason.TOKEN_MISSING, "");
        joinA();
        network.runMs(60_000);
        assertEquals(SessionEnd.Kind.REFUSED, recorder.end.kind());
        assertEquals(DisconnectReason.TOKEN_MISSING, recorder.end.message().reason());
        assertEquals(1, network.attempts);
    }

    @Test
    void a_full_match_is_tried_again_after_the_time_that_the_server_says_and_longer_each_time() {
        match.refusal = DisconnectMessage.of(DisconnectReason.MATCH_FULL, "");
        final ClientSession session = joinA();
        network.runMs(1_900);
        assertEquals(1, network.attempts);
        network.runMs(2_300);
        assertEquals(2, network.attempts, "after 2 s and a random share of as much again");
        network.runMs(3_500);
        assertEquals(2, network.attempts, "then twice that");
        match.refusal = null;
        network.runMs(5_000);
        assertEquals(ClientSession.State.PLAYING, session.state());
    }

    @Test
    void a_lost_connection_is_resumed_with_the_newest_secret_and_goes_on_with_its_numbers() {
        final ClientSession session = joinA();
        for (int loss = 1; loss <= 3; loss++) {
            network.runMs(1_000);
            network.cut();
            assertEquals(ClientSession.State.WAITING, session.state());
            network.runMs(100);
            assertEquals(ClientSession.State.PLAYING, session.state());
            assertEquals(loss, session.statistics().resumes());
        }
        network.runMs(1_000);
        assertEquals(1 + 3, match.hellos.size());
        assertEquals(1, match.hellos.get(3).resume().player());
        assertEquals(ScriptedMatch.MATCH, match.hellos.get(3).match());
        assertRisesStrictly(recorder.consumed);
        assertRisesStrictly(recorder.effects);
        assertTrue(match.consumedSeq(1) > 200, "consumed " + match.consumedSeq(1));
    }

    @Test
    void sure_effects_come_once_and_in_order_across_a_loss() {
        joinA();
        network.runMs(1_000);
        network.unplug();
        network.runMs(50);
        network.cut();
        network.runMs(7_000);
        recorder.playing = false;
        network.runMs(500);
        assertEquals(match.consumedSeq(1), recorder.effects.get(recorder.effects.size() - 1));
        assertRisesStrictly(recorder.effects);
        for (final int seq : recorder.consumed) {
            assertTrue(recorder.effects.contains(seq), "no effect of input " + seq);
        }
    }

    @Test
    void a_silent_connection_counts_as_lost() {
        final ClientSession session = joinA();
        network.runMs(500);
        network.unplug();
        network.runMs(4_900);
        assertEquals(0, session.statistics().resumes());
        network.runMs(600);
        assertEquals(1, session.statistics().resumes());
    }

    @Test
    void a_standby_is_tried_when_the_primary_is_gone() {
        final ScriptedMatch standby = match;
        network.serve(A, match);
        network.serve(B, standby);
        final ClientSession session = join(A + "," + B);
        network.runMs(500);
        network.stopServing(A);
        network.cut();
        network.runMs(400);
        assertEquals(ServerAddress.parse(B), network.lastAddress);
        assertEquals(1, session.statistics().resumes());
    }

    @Test
    void a_server_of_a_lower_epoch_is_not_listened_to() {
        final ScriptedMatch old = new ScriptedMatch(game, 60);
        match.epoch = 5;
        network.serve(A, match);
        final ClientSession session = join(A + "," + B);
        network.runMs(500);
        final int consumed = match.consumedSeq(1);
        old.epoch = 4;
        // The old primary would take the seat: the first player of each match has the same secret.
        network.serve(B, old);
        old.accept(ScriptedMatch.client(message -> {}, () -> {}))
                .received(match.hellos.get(0).write(), 0);
        network.stopServing(A);
        network.cut();
        network.runMs(3_000);
        assertTrue(session.statistics().lowerEpochs() >= 1);
        assertNotEquals(ClientSession.State.PLAYING, session.state());
        assertEquals(0, old.takenInputs);
        network.serve(A, match);
        network.runMs(5_000);
        assertEquals(ClientSession.State.PLAYING, session.state());
        assertEquals(5, session.view().epoch());
        assertTrue(match.consumedSeq(1) > consumed);
    }

    @Test
    void a_session_ends_when_every_address_refused_it_for_good() {
        match.refusal = DisconnectMessage.of(DisconnectReason.UNKNOWN_MATCH, "");
        network.serve(A, match);
        network.serve(B, match);
        join(A + "," + B);
        network.runMs(60_000);
        assertEquals(2, network.attempts);
        assertEquals(SessionEnd.Kind.REFUSED, recorder.end.kind());
    }

    @Test
    void a_higher_epoch_is_followed() {
        final ClientSession session = joinA();
        network.runMs(500);
        match.epoch = 2;
        network.cut();
        network.runMs(500);
        assertEquals(2, session.view().epoch());
        assertEquals(1, session.statistics().resumes());
    }

    @Test
    void a_session_gives_up_after_its_time_without_a_seat() {
        network.serve(A, match);
        final ClientSettings settings =
                ClientSettings.of(A).withReconnect(ReconnectPolicy.DEFAULT.givingUpAfterMs(3_000));
        network.join(settings, recorder);
        network.runMs(500);
        network.stopServing(A);
        network.cut();
        network.runMs(2_000);
        assertNull(recorder.end);
        network.runMs(4_000);
        assertEquals(SessionEnd.Kind.GAVE_UP, recorder.end.kind());
        assertTrue(recorder.end.text().contains("nobody listens"), recorder.end.text());
    }

    @Test
    void leaving_ends_the_session_once_the_server_says_so() {
        final ClientSession session = joinA();
        network.runMs(500);
        session.leave(network.nowNs);
        assertEquals(ClientSession.State.LEAVING, session.state());
        assertNull(recorder.end);
        network.runMs(100);
        assertEquals(SessionEnd.Kind.LEFT, recorder.end.kind());
    }

    @Test
    void a_malformed_message_ends_the_connection_and_the_seat_is_resumed() {
        final ClientSession session = joinA();
        network.runMs(500);
        network.deliver(new byte[] {65, 1, 2, 3});
        assertEquals(1, session.statistics().faults());
        network.runMs(500);
        assertEquals(1, session.statistics().resumes());
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -1L << 40, 1L << 50, Long.MAX_VALUE})
    void an_answer_to_no_ping_of_this_client_is_a_fault(final long echo) {
        final ClientSession session = joinA();
        network.runMs(500);
        final UnsafeBuffer pong = new UnsafeBuffer(new byte[ControlMessages.PING_BYTES]);
        ControlMessages.writeEcho(pong, 0, MessageType.PONG, echo);
        network.deliver(pong.byteArray());
        assertEquals(1, session.statistics().faults());
        network.runMs(500);
        assertEquals(1, session.statistics().resumes());
    }

    @Test
    void a_view_before_the_welcome_is_a_fault() {
        final ClientSession session = joinA();
        network.deliver(new byte[40]);
        assertEquals(1, session.statistics().faults());
        assertFalse(session.isPlaying());
    }

    // ---- commands

    private int say(final ClientSession session) {
        final RecordView record = new RecordView(game.say).wrap(new UnsafeBuffer(new byte[game.say.lengthBytes()]), 0);
        return session.command(game.say, record.reset().buffer(), 0, network.nowNs);
    }

    @Test
    void commands_are_numbered_and_applied_in_order() {
        final ClientSession session = joinA();
        assertEquals(0, say(session), "there is no seat yet");
        network.runMs(100);
        assertEquals(1, say(session));
        assertEquals(2, say(session));
        network.runMs(300);
        assertEquals(List.of(1, 2), match.commandsApplied);
        assertEquals(List.of("1 APPLIED", "2 APPLIED"), recorder.answers);
    }

    @Test
    void a_command_that_met_a_full_ring_is_sent_again_before_any_later_one() {
        final ClientSession session = joinA();
        network.runMs(100);
        match.commandRefusal = RefusalReason.RING_FULL;
        say(session);
        say(session);
        network.runMs(1_000);
        assertEquals(List.of(), recorder.answers);
        match.commandRefusal = null;
        network.runMs(1_000);
        assertEquals(List.of(1, 2), match.commandsApplied);
    }

    @Test
    void a_rejected_command_is_used_up() {
        final ClientSession session = joinA();
        network.runMs(100);
        match.commandRefusal = RefusalReason.COMMAND_REJECTED;
        say(session);
        network.runMs(100);
        match.commandRefusal = null;
        say(session);
        network.runMs(100);
        assertEquals(List.of("1 REFUSED COMMAND_REJECTED", "2 APPLIED"), recorder.answers);
    }

    @Test
    void commands_survive_a_loss_and_are_applied_once() {
        final ClientSession session = joinA();
        network.runMs(100);
        say(session);
        network.runMs(6);
        assertEquals(List.of(1), match.commandsApplied);
        say(session);
        network.cut();
        assertEquals(3, say(session), "a command waits for the connection");
        network.runMs(500);
        assertEquals(List.of(1, 2, 3), match.commandsApplied);
        assertEquals(List.of("1 TAKEN_UNHEARD", "2 APPLIED", "3 APPLIED"), recorder.answers);
    }

    // ---- measures

    @Test
    void pings_measure_the_way_there_and_back() {
        final ClientSession session = joinA();
        network.runMs(5_000);
        final RoundTrip roundTrip = session.statistics().roundTrip();
        assertEquals(10 * SimulatedNetwork.MS, roundTrip.minNs());
        assertEquals(10 * SimulatedNetwork.MS, roundTrip.averageNs());
        assertEquals(0, roundTrip.jitterNs());
    }

    @Test
    void a_game_that_keeps_its_own_time_sends_inputs_when_it_likes() {
        recorder.playing = false;
        final ClientSession session = joinA();
        final UnsafeBuffer record =
                new UnsafeBuffer(new byte[game.layout.input().lengthBytes()]);
        assertEquals(0, session.input(record, 0, network.nowNs), "there is no seat yet");
        network.runMs(100);
        for (int i = 0; i < 60; i++) {
            network.runMs(33);
            assertNotEquals(0, session.input(record, 0, network.nowNs));
        }
        network.runMs(500);
        assertEquals(60, recorder.consumed.size());
        assertEquals(0, recorder.refused);
    }

    private static void assertRisesStrictly(final List<Integer> numbers) {
        for (int i = 1; i < numbers.size(); i++) {
            assertTrue(numbers.get(i) > numbers.get(i - 1), "after " + numbers.get(i - 1) + " came " + numbers.get(i));
        }
        assertNotNull(numbers);
    }
}

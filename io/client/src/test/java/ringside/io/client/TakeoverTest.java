package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.layout.RecordView;

/** A client of a primary and its standby, when the primary dies, falls silent, stumbles, or comes back. */
final class TakeoverTest {
    private static final String A = "tcp://a:1";
    private static final String B = "tcp://b:1";
    private static final long MS = SimulatedNetwork.MS;

    private final ScriptedGame game = new ScriptedGame();
    /** What the primary serves, and the standby once it was promoted: the same match. */
    private final ScriptedMatch match = new ScriptedMatch(game, 60);

    private final ScriptedMatch standby = new ScriptedMatch(game, 60);
    private final SimulatedNetwork network = new SimulatedNetwork(1);
    private final Recorder recorder = new Recorder(game);
    private ClientSession session;

    private void joinAt(final long delayMs) {
        standby.refusal = DisconnectMessage.of(DisconnectReason.NOT_SERVING, "");
        network.delayNs = delayMs * MS;
        network.serve(A, match);
        network.serve(B, standby);
        session = network.join(ClientSettings.of(A + "," + B), recorder);
        network.runMs(1_000);
        assertTrue(session.isPlaying(), session.lastCause());
    }

    private void promote() {
        match.epoch++;
        network.serve(B, match);
    }

    /** Until that holds, in steps of a millisecond; how many it took. */
    private int msUntil(final java.util.function.BooleanSupplier holds) {
        for (int ms = 0; ms < 20_000; ms++) {
            if (holds.getAsBoolean()) {
                return ms;
            }
            network.runMs(1);
        }
        throw new AssertionError("it never came so far: " + session.state() + ", " + session.lastCause() + ", dialled "
                + network.dialled);
    }

    private boolean playsOn(final String url) {
        return session.isPlaying()
                && network.openLinks() == 1
                && network.hasOpenLink(url)
                && session.view().frame() >= 0;
    }

    @Test
    void while_views_come_nobody_else_is_asked() {
        joinAt(20);
        network.runMs(60_000);
        assertEquals(1, network.attempts);
        assertEquals(0, session.statistics().suspicions());
    }

    @Test
    void a_hiccup_costs_nothing() {
        joinAt(5);
        network.silence(A, true);
        network.runMs(300);
        assertTrue(session.isPlaying(), "it plays on over the connection that it has");
        assertTrue(network.attempts > 1, "and asked the standby meanwhile");
        final int asked = standby.hellos.size();
        assertTrue(asked > 0);
        network.silence(A, false);
        network.runMs(2_000);
        assertTrue(playsOn(A));
        assertEquals(asked, standby.hellos.size());
        assertEquals(1, session.statistics().suspicions());
        assertEquals(0, session.statistics().resumes());
        assertEquals(List.of(), recorder.interruptions);
        assertEquals(1, recorder.joins);
    }

    @Test
    void who_was_not_yet_asked_when_the_hiccup_ends_is_never_asked() {
        joinAt(20);
        network.silence(A, true);
        msUntil(() -> network.attempts == 2);
        network.silence(A, false);
        network.runMs(1_000);
        assertEquals(0, standby.hellos.size());
        assertTrue(playsOn(A));
    }

    @Test
    void a_primary_that_was_overruled_and_says_so_is_left_at_once() {
        joinAt(5);
        promote();
        network.serve(A, standby);
        network.disconnect(DisconnectMessage.of(DisconnectReason.NOT_SERVING, ""));
        final int ms = msUntil(() -> playsOn(B));
        assertTrue(ms <= 6 * 5 + 20, "after " + ms + " ms");
        assertEquals(1, session.statistics().takeovers());
    }

    /** The primary says it; the standby has nobody wait, but says who serves. */
    private void sayMoving() {
        network.deliver(new byte[] {MessageType.MOVING.code()});
    }

    @Test
    void who_is_told_that_another_server_is_about_to_take_over_asks_it_again_and_again_and_plays_on() {
        joinAt(5);
        sayMoving();
        network.runMs(500);
        final int asked = standby.hellos.size();
        assertTrue(asked > 500 / (40 + 20) - 2, "asked " + asked + " times");
        assertTrue(session.isPlaying());
        assertTrue(network.hasOpenLink(A));
        assertEquals(0, session.statistics().suspicions());
        promote();
        final int ms = msUntil(() -> playsOn(B));
        assertTrue(ms <= 40 + 10 + 5 * 10, "after " + ms + " ms");
        assertEquals(List.of(), recorder.interruptions);
        assertEquals(1, session.statistics().takeovers());
    }

    @Test
    void a_move_that_does_not_come_about_costs_nothing() {
        joinAt(5);
        sayMoving();
        network.runMs(3_000);
        final int asked = network.attempts;
        network.runMs(10_000);
        assertEquals(asked, network.attempts);
        assertTrue(playsOn(A));
        assertEquals(1, recorder.joins);
    }

    @Test
    void where_there_is_no_other_server_a_move_is_nothing_to_a_client() {
        network.serve(A, match);
        session = network.join(ClientSettings.of(A), recorder);
        network.runMs(1_000);
        sayMoving();
        network.runMs(1_000);
        assertEquals(1, network.attempts);
        assertTrue(playsOn(A));
    }

    @Test
    void a_primary_that_is_gone_without_a_word_is_left_for_the_standby_that_took_over() {
        joinAt(5);
        network.silence(A, true);
        promote();
        final int ms = msUntil(() -> playsOn(B));
        assertTrue(ms <= 150 + 5 * 10, "after " + ms + " ms");
        assertEquals(List.of(), recorder.interruptions);
        assertEquals(1, recorder.takeovers.size());
        final Takeover takeover = recorder.takeovers.get(0);
        assertEquals(1, takeover.epochBefore());
        assertEquals(2, takeover.epoch());
        assertFalse(takeover.isEarlier());
        assertEquals(2, session.view().epoch());
    }

    @Test
    void a_primary_that_was_killed_is_left_at_once() {
        joinAt(5);
        promote();
        network.stopServing(A);
        network.cut();
        final int ms = msUntil(() -> playsOn(B));
        assertTrue(ms <= 5 * 10, "after " + ms + " ms");
        assertEquals(1, session.statistics().takeovers());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void until_the_standby_is_promoted_it_is_asked_again_and_again_within_40_ms(final boolean isMachineGone) {
        joinAt(5);
        network.silence(A, isMachineGone);
        network.stopServing(A);
        network.cut();
        network.runMs(1_000);
        final int asked = standby.hellos.size();
        assertTrue(asked > 1_000 / (40 + 20) - 2 && asked < 1_000 / (20 + 10), "asked " + asked + " times");
        promote();
        final int ms = msUntil(() -> playsOn(B));
        assertTrue(ms <= 40 + 10 + 5 * 10, "after " + ms + " ms");
    }

    @Test
    void who_is_refused_for_long_asks_ever_more_seldom() {
        joinAt(5);
        network.stopServing(A);
        network.cut();
        network.runMs(2_000);
        final int asked = network.attempts;
        network.runMs(20_000);
        assertTrue(network.attempts - asked < 2 * 20, (network.attempts - asked) + " attempts in 20 s");
    }

    @Test
    void a_match_that_stands_still_is_no_reason_to_ask_around() {
        joinAt(5);
        match.isPaused = true;
        network.runMs(10_000);
        assertTrue(network.attempts <= 3, network.dialled.toString());
        match.isPaused = false;
        network.runMs(500);
        assertTrue(playsOn(A));
    }

    @Test
    void a_primary_that_lives_and_shows_nothing_is_left_once_another_one_serves() {
        joinAt(5);
        match.isPaused = true;
        recorder.playing = false;
        network.runMs(1_000);
        assertTrue(network.attempts > 1 && network.attempts < 15, network.dialled.toString());
        network.stopServing(A);
        promote();
        network.runMs(10_000);
        assertTrue(network.hasOpenLink(B) && network.openLinks() == 1);
        assertEquals(2, session.view().epoch());
    }

    @Test
    void of_two_that_give_the_seat_the_one_with_the_higher_epoch_is_played_with() {
        joinAt(5);
        final ScriptedMatch woken = new ScriptedMatch(game, 60);
        seatIn(woken);
        network.serve(A, woken);
        promote();
        // The one that was promoted is slow to answer; the other, which was never told of it, gives the seat first.
        network.answersLate(B, 200);
        network.cut();
        msUntil(() -> network.hasOpenLink(A) && session.isPlaying());
        assertEquals(1, session.view().epoch());
        msUntil(() -> playsOn(B));
        assertEquals(2, session.view().epoch());
        final long frame = session.view().frame();
        network.runMs(500);
        assertTrue(session.view().frame() > frame);
        assertTrue(playsOn(B));
    }

    /** A first player, with the same secret as in any other match: as if it were a copy. */
    private void seatIn(final ScriptedMatch copy) {
        copy.accept(ScriptedMatch.client(message -> {}, () -> {}))
                .received(match.hellos.get(0).write(), 0);
    }

    @Test
    void who_comes_back_with_a_lower_epoch_is_not_heard() {
        joinAt(5);
        network.silence(A, true);
        promote();
        msUntil(() -> playsOn(B));
        final ScriptedMatch old = new ScriptedMatch(game, 60);
        seatIn(old);
        network.serve(A, old);
        network.silence(A, false);
        network.silence(B, true);
        network.runMs(3_000);
        assertTrue(session.statistics().lowerEpochs() > 0);
        assertEquals(0, old.takenInputs);
        assertTrue(session.isPlaying(), "it keeps the connection to whom it believes");
        network.silence(B, false);
        network.runMs(300);
        assertTrue(playsOn(B));
    }

    @Test
    void a_reign_that_begins_earlier_says_so_and_is_sent_the_inputs_that_it_lacks() {
        joinAt(20);
        final ScriptedMatch earlier = new ScriptedMatch(game, 60);
        earlier.epoch = 2;
        seatIn(earlier);
        while (earlier.frame() < match.frame() - 30) {
            earlier.step(0);
        }
        final int consumedBefore = match.consumedSeq(1);
        final int frameBefore = session.view().frame();
        network.serve(B, earlier);
        network.stopServing(A);
        network.cut();
        msUntil(() -> playsOn(B));
        final Takeover takeover = recorder.takeovers.get(0);
        assertTrue(takeover.isEarlier(), takeover.toString());
        assertEquals(frameBefore, takeover.frameBefore());
        assertTrue(takeover.inputsSentAgain() > 0, takeover.toString());
        assertTrue(session.view().frame() < frameBefore, "what is shown is what is");
        network.runMs(1_000);
        assertTrue(earlier.consumedSeq(1) > consumedBefore);
        final List<Integer> again = earlier.applied.stream()
                .flatMap(applied -> applied.seqs().stream())
                .filter(seq -> seq <= consumedBefore)
                .toList();
        assertFalse(again.isEmpty(), "what the reign before had consumed counts in this one, too");
    }

    @Test
    void commands_go_on_by_the_numbers_of_a_reign_that_lacks_some() {
        joinAt(5);
        final RecordView record = new RecordView(game.say).wrap(new UnsafeBuffer(new byte[game.say.lengthBytes()]), 0);
        for (int i = 0; i < 3; i++) {
            session.command(game.say, record.reset().buffer(), 0, network.nowNs);
        }
        network.runMs(200);
        assertEquals(List.of("1 APPLIED", "2 APPLIED", "3 APPLIED"), recorder.answers);
        final ScriptedMatch earlier = new ScriptedMatch(game, 60);
        earlier.epoch = 2;
        seatIn(earlier);
        network.serve(B, earlier);
        network.stopServing(A);
        network.cut();
        session.command(game.say, record.reset().buffer(), 0, network.nowNs);
        msUntil(() -> playsOn(B));
        session.command(game.say, record.reset().buffer(), 0, network.nowNs);
        network.runMs(500);
        assertEquals(List.of(1, 2), earlier.commandsApplied);
        assertEquals(List.of("4 APPLIED", "5 APPLIED"), recorder.answers.subList(3, 5));
    }

    @Test
    void a_reign_that_knows_only_the_secret_before_gives_the_seat_by_that() {
        joinAt(5);
        network.cut();
        network.runMs(500);
        assertTrue(playsOn(B) || playsOn(A));
        final ScriptedMatch earlier = new ScriptedMatch(game, 60);
        earlier.epoch = 2;
        seatIn(earlier);
        network.serve(A, earlier);
        network.serve(B, standby);
        network.cut();
        network.runMs(1_000);
        assertEquals(2, session.view().epoch());
        assertTrue(playsOn(A), session.lastCause());
    }

    @Test
    void what_is_asked_of_a_server_under_two_names_is_no_word_against_oneself() {
        network.serve(A, match);
        network.serve(B, match);
        network.delayNs = 150 * MS;
        session = network.join(ClientSettings.of(A + "," + B), recorder);
        network.runMs(3_000);
        for (int i = 0; i < 20; i++) {
            network.silence(i % 2 == 0 ? A : B, true);
            network.runMs(400);
            network.silence(i % 2 == 0 ? A : B, false);
            network.runMs(2_000);
            assertTrue(session.isPlaying(), session.lastCause());
        }
        assertNull(recorder.end);
    }
}

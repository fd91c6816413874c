package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ringside.io.protocol.InputsMessage;
import ringside.io.protocol.RefusalReason;

/** What becomes of inputs between a player's hands and the frame. */
final class InputDeliveryTest {
    private static final String A = "tcp://a:1";

    private final ScriptedGame game = new ScriptedGame();
    private final MeasuredPlayer player = new MeasuredPlayer(game);

    private static long seed(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return seed;
    }

    @ParameterizedTest
    @CsvSource({"60, 10, 0", "60, 80, 10", "20, 50, 5", "128, 100, 10"})
    void a_fifth_of_the_datagrams_lost_costs_no_input_of_which_one_copy_came_in_time(
            final int hz, final int delayMs, final int jitterMs) {
        final long seed = seed("a_fifth_of_the_datagrams_lost_costs_no_input_of_which_one_copy_came_in_time");
        final SimulatedNetwork network = new SimulatedNetwork(seed);
        final ScriptedMatch match = new ScriptedMatch(game, hz);
        match.lateMergeFrames = Math.max(1, hz / 20);
        network.delayNs = delayMs * SimulatedNetwork.MS;
        network.jitterNs = jitterMs * SimulatedNetwork.MS;
        network.serve(A, match);
        network.join(ClientSettings.of(A).withSeed(seed), player);
        network.runMs(3_000);
        network.inputLossPercent = 20;
        final int firstSeq = player.dueNs.size() + 1;
        final int messages = match.inputSeqsOfMessages.size();
        final long bytes = match.inputBytes;
        network.runMs(20_000);
        final int lastSeq = match.consumedSeq(1);

        final Set<Integer> seen = new HashSet<>();
        int inTime = 0;
        for (final ScriptedMatch.Applied applied : match.applied) {
            for (final int seq : applied.seqs()) {
                assertTrue(seen.add(seq), "input " + seq + " is applied once");
                final ScriptedMatch.Arrival arrival = match.arrivals.get(seq);
                if (arrival.frame() < arrival.target()) {
                    assertEquals(arrival.target(), applied.frame(), "the frame of input " + seq);
                    inTime += seq >= firstSeq ? 1 : 0;
                }
            }
        }
        match.arrivals.forEach((seq, arrival) -> assertTrue(
                seq > lastSeq || arrival.frame() >= arrival.target() || seen.contains(seq),
                "input " + seq + " arrived in time and was applied"));
        final int made = lastSeq - firstSeq + 1;
        final int sent = match.inputSeqsOfMessages.size() - messages;
        final int mostInputs = match.inputSeqsOfMessages.stream()
                .mapToInt(seqs -> seqs.length)
                .max()
                .orElse(0);
        assertTrue(mostInputs <= InputsMessage.mostFor(game.layout.input().lengthBytes(), 16));
        System.out.printf(
                "  %d Hz, %d ms, jitter %d ms, 20 %% lost: %.2f %% of %d inputs in time; at most %d inputs a message,"
                        + " %.0f bytes a message and %.1f kB/s arrived%n",
                hz,
                delayMs,
                jitterMs,
                100.0 * inTime / made,
                made,
                mostInputs,
                (match.inputBytes - bytes) / (double) sent,
                (match.inputBytes - bytes) / 20_000.0);
        assertTrue(inTime >= made * 0.93, inTime + " of " + made + " in time");
    }

    @ParameterizedTest
    @CsvSource({"60, 40, 30, 0", "60, 40, 20, 5", "128, 20, 40, 2", "30, 100, 50, 0"})
    void every_press_is_applied_once_or_refused_whatever_the_jitter(
            final int hz, final int delayMs, final int jitterMs, final int lossPercent) {
        final long seed = seed("every_press_is_applied_once_or_refused_whatever_the_jitter");
        final SimulatedNetwork network = new SimulatedNetwork(seed);
        final ScriptedMatch match = new ScriptedMatch(game, hz);
        match.lateMergeFrames = Math.max(1, hz / 20);
        network.delayNs = delayMs * SimulatedNetwork.MS;
        network.jitterNs = jitterMs * SimulatedNetwork.MS;
        player.pressesEvery = 7;
        network.serve(A, match);
        network.join(ClientSettings.of(A).withSeed(seed), player);
        network.runMs(1_000);
        network.inputLossPercent = lossPercent;
        network.runMs(30_000);
        // What was pressed last is on its way still.
        player.pressesEvery = 0;
        network.inputLossPercent = 0;
        network.runMs(1_000);

        final long applied =
                match.applied.stream().filter(ScriptedMatch.Applied::press).count();
        final long merged =
                match.applied.stream().filter(one -> one.seqs().size() > 1).count();
        final long missing =
                match.applied.stream().filter(one -> one.seqs().isEmpty()).count();
        final long refused =
                player.presses.stream().filter(player.refused::contains).count();
        System.out.printf(
                "  %d Hz, jitter %d ms, loss %d %%: %d presses, %d applied, %d refused; %d frames merged, %d without%n",
                hz, jitterMs, lossPercent, player.presses.size(), applied, refused, merged, missing);
        assertEquals(player.presses.size(), applied + refused);
        assertTrue(applied >= player.presses.size() * 0.97, "only a few are refused");
    }

    @Test
    void without_inputs_the_last_is_repeated_for_a_while_and_presses_never() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        network.delayNs = 20 * SimulatedNetwork.MS;
        player.pressesEvery = 1;
        network.serve(A, match);
        network.join(ClientSettings.of(A), player);
        network.runMs(2_000);
        network.inputLossPercent = 100;
        network.runMs(1_000);
        final List<ScriptedMatch.Applied> missing = match.applied.stream()
                .filter(one -> one.seqs().isEmpty() && one.frame() > match.frame() - 45)
                .toList();
        final int first = match.frame() - missing.get(missing.size() - 1).frame();
        assertEquals(0, first, "nothing came any more");
        final List<ScriptedMatch.Applied> all =
                match.applied.stream().filter(one -> one.seqs().isEmpty()).toList();
        final int begin = all.stream()
                .filter(one -> one.steer() == 0)
                .mapToInt(ScriptedMatch.Applied::frame)
                .filter(frame -> frame > 60)
                .min()
                .orElse(0);
        final ScriptedMatch.Applied lastGiven = match.applied.stream()
                .filter(one -> !one.seqs().isEmpty())
                .reduce((a, b) -> b)
                .orElseThrow();
        assertEquals(lastGiven.frame() + match.repeatFrames + 1, begin);
        assertTrue(all.stream().noneMatch(ScriptedMatch.Applied::press));
    }

    @ParameterizedTest
    @CsvSource({"0", "5"})
    void a_match_that_stands_still_is_left_alone_until_it_goes_on(final int lossPercent) {
        final long seed = seed("a_match_that_stands_still_is_left_alone_until_it_goes_on");
        final SimulatedNetwork network = new SimulatedNetwork(seed);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        network.delayNs = 50 * SimulatedNetwork.MS;
        network.serve(A, match);
        final ClientSession session = network.join(ClientSettings.of(A), player);
        network.runMs(3_000);
        network.lossPercent = lossPercent;
        final int before = player.reasons.size();
        match.isPaused = true;
        network.runMs(1_000);
        final int refusals = player.reasons.size() - before;
        assertTrue(refusals > 0 && refusals <= 12, refusals + ": those that were on their way");
        assertTrue(player.reasons.subList(before, player.reasons.size()).stream()
                .allMatch(RefusalReason.MATCH_PAUSED::equals));
        final int messages = match.inputSeqsOfMessages.size();
        final int made = player.dueNs.size();
        network.runMs(10_000);
        assertEquals(before + refusals, player.reasons.size(), "no more of them");
        assertEquals(made, player.dueNs.size(), "none is asked of the player");
        final int repeated = match.inputSeqsOfMessages.size() - messages;
        assertTrue(repeated <= 45, repeated + " messages in 10 s: four a second, and those that were on their way");
        assertTrue(session.isPlaying(), "the connection lasts");

        match.isPaused = false;
        network.runMs(1_500);
        final int refused = player.reasons.size();
        final int frame = match.frame();
        network.runMs(2_000);
        final int refusedSince = player.reasons.size() - refused;
        // Where messages are lost, the copy of an input that does arrive may come too late.
        assertTrue(refusedSince <= (lossPercent == 0 ? 0 : 4), refusedSince + " refused of 120");
        final long given = match.applied.stream()
                .filter(one -> one.frame() > frame && !one.seqs().isEmpty())
                .count();
        assertTrue(given >= 110, given + " of 120 frames have an input again");
    }

    @Test
    void a_match_that_waits_for_players_gets_inputs_from_its_first_frames_on() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        match.isPaused = true;
        network.delayNs = 30 * SimulatedNetwork.MS;
        network.serve(A, match);
        network.join(ClientSettings.of(A), player);
        network.runMs(5_000);
        assertTrue(player.reasons.size() <= 10, player.reasons.size() + " refused");
        match.isPaused = false;
        network.runMs(1_000);
        final int frame = match.frame();
        network.runMs(1_000);
        final long given = match.applied.stream()
                .filter(one -> one.frame() > frame && !one.seqs().isEmpty())
                .count();
        assertTrue(given >= 59, given + " of 60 frames have an input");
    }
}

package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InputPacingTest {
    private static final String A = "tcp://a:1";

    private final ScriptedGame game = new ScriptedGame();

    private static long seed(final String test) {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println(test + ": -Dringside.seed=" + seed);
        return seed;
    }

    @ParameterizedTest
    @CsvSource({
        "60, 0, 0, 0",
        "60, 10, 0, 0",
        "60, 40, 5, 0",
        "60, 100, 10, 0",
        "60, 40, 20, 0",
        "60, 40, 5, 5",
        "20, 40, 5, 0",
        "30, 100, 20, 2",
        "128, 20, 2, 0",
        "128, 60, 5, 3"
    })
    void inputs_come_just_in_time_whatever_the_network(
            final int hz, final int delayMs, final int jitterMs, final int lossPercent) {
        final long seed = seed("inputs_come_just_in_time_whatever_the_network");
        final SimulatedNetwork network = new SimulatedNetwork(seed);
        final ScriptedMatch match = new ScriptedMatch(game, hz);
        final Recorder recorder = new Recorder(game);
        network.delayNs = delayMs * SimulatedNetwork.MS;
        network.jitterNs = jitterMs * SimulatedNetwork.MS;
        network.serve(A, match);
        final ClientSession session = network.join(ClientSettings.of(A).withSeed(seed), recorder);
        // A handshake needs a carrier that loses nothing: what may be lost are inputs, views and pings.
        network.runMs(1_000);
        network.lossPercent = lossPercent;
        network.runMs(9_000);

        final int refusedBefore = recorder.refused;
        final int consumedBefore = recorder.consumed.size();
        double depth = 0;
        double fastest = 0;
        final int samples = 500;
        for (int i = 0; i < samples; i++) {
            network.runMs(20);
            depth += match.depth(1) / (double) samples;
            fastest = Math.max(fastest, Math.abs(session.play().clock().speed()));
        }
        final double mostDepth = session.play().clock().wantedWaitNs() * 1e-9 * hz + 0.5;
        final double leastDepth = 0.8;
        assertTrue(depth >= leastDepth && depth <= mostDepth, "mean depth " + depth + ", at most " + mostDepth);
        assertTrue(fastest <= InputClock.MAX_SPEED, "ran " + fastest + " off its pace");
        final int consumed = recorder.consumed.size() - consumedBefore;
        final int refused = recorder.refused - refusedBefore;
        assertTrue(consumed > hz * 10 * 0.9, "consumed " + consumed);
        assertTrue(refused <= consumed / 50, refused + " refused of " + consumed);
        if (jitterMs == 0) {
            assertTrue(depth <= 2.0, "mean depth " + depth);
            assertEquals(0, refused);
        }
    }

    @Test
    void a_change_of_the_way_is_followed_within_seconds() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        final Recorder recorder = new Recorder(game);
        network.delayNs = 10 * SimulatedNetwork.MS;
        network.serve(A, match);
        network.join(ClientSettings.of(A), recorder);
        network.runMs(3_000);
        network.delayNs = 150 * SimulatedNetwork.MS;
        network.runMs(3_500);
        final int refused = recorder.refused;
        network.runMs(3_000);
        assertEquals(refused, recorder.refused, "140 ms are made good at 5 % of speed");
        network.delayNs = 10 * SimulatedNetwork.MS;
        network.runMs(6_000);
        final int depth = match.depth(1);
        assertTrue(depth >= 1 && depth <= 3, "depth " + depth);
    }

    @Test
    void a_first_ping_that_took_far_too_long_is_made_good_at_once() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        final Recorder recorder = new Recorder(game);
        network.delayNs = 500 * SimulatedNetwork.MS;
        network.serve(A, match);
        network.join(ClientSettings.of(A), recorder);
        network.runMs(2_000);
        network.delayNs = 5 * SimulatedNetwork.MS;
        network.runMs(4_000);
        final int refused = recorder.refused;
        final int consumed = recorder.consumed.size();
        network.runMs(2_000);
        assertEquals(refused, recorder.refused);
        assertTrue(recorder.consumed.size() >= consumed + 110, "consumed " + recorder.consumed.size());
    }

    @Test
    void a_server_that_is_far_too_slow_still_gets_inputs() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        final Recorder recorder = new Recorder(game);
        network.delayNs = 20 * SimulatedNetwork.MS;
        network.slowness = 3;
        network.serve(A, match);
        network.join(ClientSettings.of(A), recorder);
        network.runMs(10_000);
        assertTrue(recorder.consumed.size() >= 60, "consumed " + recorder.consumed.size() + " in 200 frames");
        network.slowness = 1;
        network.runMs(3_000);
        final int refused = recorder.refused;
        network.runMs(2_000);
        assertEquals(refused, recorder.refused, "and all of them once it has recovered");
    }

    @Test
    void late_inputs_that_the_server_still_merges_do_not_hide_that_they_are_late() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        match.lateMergeFrames = 30;
        final Recorder recorder = new Recorder(game);
        network.delayNs = 10 * SimulatedNetwork.MS;
        network.serve(A, match);
        network.join(ClientSettings.of(A), recorder);
        network.runMs(2_000);
        network.delayNs = 120 * SimulatedNetwork.MS;
        network.runMs(3_000);
        assertTrue(match.depth(1) >= 1, "depth " + match.depth(1));
    }

    @Test
    void half_as_many_inputs_as_frames_are_due_in_every_other_frame() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        final Recorder recorder = new Recorder(game);
        network.delayNs = 20 * SimulatedNetwork.MS;
        network.serve(A, match);
        network.join(ClientSettings.of(A).withInputsPerSecond(30), recorder);
        network.runMs(10_000);
        assertEquals(300, recorder.consumed.size(), 10);
        assertEquals(0, recorder.refused);
    }

    @Test
    void an_input_counts_from_when_it_was_due_however_late_its_sender_is() {
        final SimulatedNetwork network = new SimulatedNetwork(1);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        match.lateMergeFrames = 30;
        network.delayNs = 10 * SimulatedNetwork.MS;
        final long[] slowestNs = new long[1];
        final SessionListener slowest = new SessionListener() {
            @Override
            public boolean inputDue(
                    final ClientSession session,
                    final int targetFrame,
                    final long dueNs,
                    final ringside.layout.RecordView input) {
                return true;
            }

            @Override
            public void inputConsumed(final ClientSession session, final ConsumedInput input) {
                slowestNs[0] = Math.max(slowestNs[0], input.inputToViewNs());
            }
        };
        network.serve(A, match);
        network.join(ClientSettings.of(A), slowest);
        network.runMs(2_000);
        assertTrue(slowestNs[0] < 150 * SimulatedNetwork.MS, "slowest " + slowestNs[0]);
        network.clientHeldUpUntilNs = network.nowNs + 120 * SimulatedNetwork.MS;
        network.runMs(1_000);
        assertTrue(slowestNs[0] > 120 * SimulatedNetwork.MS, "slowest " + slowestNs[0]);
    }
}

package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.io.protocol.RefusalReason;

/** Commands across loss, refusals and resumes. */
final class CommandDeliveryTest {
    private static final String A = "tcp://a:1";

    private final ScriptedGame game = new ScriptedGame();

    @Test
    void commands_are_applied_once_and_in_order_across_loss_and_resumes() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("commands_are_applied_once_and_in_order_across_loss_and_resumes: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final SimulatedNetwork network = new SimulatedNetwork(seed);
        final ScriptedMatch match = new ScriptedMatch(game, 60);
        final Recorder recorder = new Recorder(game);
        network.delayNs = 40 * SimulatedNetwork.MS;
        network.jitterNs = 10 * SimulatedNetwork.MS;
        network.serve(A, match);
        final ClientSession session = network.join(ClientSettings.of(A).withSeed(seed), recorder);
        network.runMs(1_000);
        network.commandLossPercent = 25;
        final UnsafeBuffer record = new UnsafeBuffer(new byte[game.say.lengthBytes()]);
        final List<Integer> given = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            for (int i = 0; i < 5; i++) {
                final int sequence = session.command(game.say, record, 0, network.nowNs);
                if (sequence > 0) {
                    given.add(sequence);
                }
                network.runMs(random.nextInt(80));
            }
            match.commandRefusal = round % 3 == 1 ? RefusalReason.TOO_MANY_COMMANDS : null;
            if (round % 2 == 0) {
                network.cut();
            }
            network.runMs(random.nextInt(1_500));
        }
        match.commandRefusal = null;
        network.runMs(60_000);
        assertEquals(IntStream.rangeClosed(1, given.size()).boxed().toList(), given, "none was turned away");
        assertEquals(given, match.commandsApplied, "each once and in order");
        assertEquals(given.size(), recorder.answers.size(), "the player is told of each");
        final List<Integer> answered = recorder.answers.stream()
                .map(answer -> Integer.valueOf(answer.substring(0, answer.indexOf(' '))))
                .toList();
        assertEquals(given, answered);
        assertTrue(
                session.statistics().resumes() >= 5,
                "resumed " + session.statistics().resumes() + " times");
    }
}

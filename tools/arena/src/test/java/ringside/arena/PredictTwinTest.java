package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ringside.layout.RecordView;
import ringside.testkit.MatchSetup;
import ringside.testkit.NodeScript;
import ringside.testkit.PredictVectors;
import ringside.testkit.TestMatch;
import ringside.testkit.TestPlayer;

/** Has the browser's twin of how a fighter moves make 100,000 steps that the game made. Skipped where there is no node. */
class PredictTwinTest {
    private static final long SEED = Seeds.of(PredictTwinTest.class, 3);
    private static final int STEPS = 100_000;
    private static final int[] RATES = {60, 20, 30, 128};
    private static final int PLAYERS = 4;

    @Test
    void the_javascript_twin_makes_the_same_steps() throws Exception {
        final Path vectors = Path.of("target", "predict-vectors.txt");
        export(vectors);
        final Path twin = Path.of("../../io/client-js/src/test/predict.test.mjs");
        final String output = NodeScript.run(List.of(twin.toString(), vectors.toString()));
        assertTrue(output.lines().anyMatch((STEPS + " steps agree")::equals), output);
    }

    /** Matches of several rates are played; now and then steps are made from what each player is shown. */
    private static void export(final Path to) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(to, StandardCharsets.UTF_8)) {
            final PredictVectors vectors = new PredictVectors(new ArenaGame(), STEPS, SEED, out);
            for (int i = 0; !vectors.isFull(); i++) {
                play(RATES[i % RATES.length], SEED + i, vectors);
            }
            assertEquals(STEPS, vectors.steps());
        }
    }

    private static void play(final int hz, final long seed, final PredictVectors vectors) {
        final TestMatch match = MatchSetup.of(ArenaGame.class)
                .hz(hz)
                .seed(seed)
                .rules("bots", 6)
                .start();
        final List<TestPlayer> players = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
            players.add(match.join("name", "p" + i));
        }
        final ArenaTrace trace = new ArenaTrace(match.layout(), seed);
        for (int sample = 0; sample < 40 && !vectors.isFull(); sample++) {
            for (int frame = 0; frame < hz / 4; frame++) {
                for (final TestPlayer player : players) {
                    player.input((final RecordView in) -> trace.input(player.seat(), match.frameNumber() + 1, in));
                }
                match.frame();
            }
            for (final TestPlayer player : players) {
                vectors.played(match, player.seat(), 40);
                for (int i = 0; i < 4; i++) {
                    vectors.scattered(match, player.seat(), 10);
                }
            }
        }
    }
}

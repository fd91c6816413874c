package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.game.Game;
import ringside.engine.game.Match;

/** A game that allocates is caught however short its recording is, and told where to look. */
class AllocationProbeTest {
    @Test
    void a_sound_game_allocates_nothing() {
        played(Runners.class).recording().allocation().fromFrame(5).expectNone();
    }

    @Test
    void a_game_that_allocates_every_frame_is_caught() {
        final AllocationProbe probe = played(ArrayEveryFrame.class)
                .recording()
                .allocation()
                .fromFrame(5)
                .warmFrames(2000)
                .frames(1000);
        final AssertionError error = assertThrows(AssertionError.class, probe::expectNone);
        assertTrue(error.getMessage().contains("1000 of 1000 frames allocate"), error.getMessage());
        assertTrue(error.getMessage().contains("FRAME"), error.getMessage());
        assertTrue(probe.leastBytes() >= 1000 * 16);
    }

    @Test
    void a_game_that_allocates_now_and_then_is_caught() {
        final AssertionError error = assertThrows(
                AssertionError.class,
                () -> played(ArrayNowAndThen.class)
                        .recording()
                        .allocation()
                        .warmFrames(2000)
                        .frames(1000)
                        .expectNone());
        assertTrue(error.getMessage().contains("at frame 50 in FRAME"), error.getMessage());
    }

    @Test
    void a_recording_without_a_frame_is_refused() {
        final TestMatch match = MatchSetup.of(Runners.class).start();
        assertEquals(1, match.recording().frames());
        assertThrows(
                IllegalArgumentException.class,
                () -> match.recording().allocation().expectNone());
    }

    private static TestMatch played(final Class<? extends Game> game) {
        final TestMatch match = MatchSetup.of(game).start();
        final TestPlayer ann = match.join();
        final TestPlayer bob = match.join();
        match.frames(5);
        for (int i = 0; i < 6; i++) {
            ann.hold(10, "move", 3, "hop", true);
            bob.input("move", -3);
            bob.command("cheer");
            match.frames(10);
        }
        return match;
    }

    static final class ArrayEveryFrame extends Runners {
        private int[] kept = new int[0];

        @Override
        void extra(final Match match) {
            kept = new int[1 + kept.length % 2];
        }
    }

    static final class ArrayNowAndThen extends Runners {
        private int[] kept = new int[0];

        @Override
        void extra(final Match match) {
            if (match.frame() == 50) {
                kept = new int[1 + kept.length % 2];
            }
        }
    }
}

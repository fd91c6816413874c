package ringside.arena;

import org.junit.jupiter.api.Test;
import ringside.testkit.MatchSetup;
import ringside.testkit.TestMatch;

/** What logic allocates while ten play the published trace, warm: nothing. */
class AllocationTest {
    private static final int PLAYERS = 10;
    private static final int FRAMES = 10_000;

    @Test
    void ten_players_of_the_trace_allocate_nothing_in_ten_thousand_frames() {
        final TestMatch match = MatchSetup.of(ArenaGame.class).rules("bots", 0).start();
        final ArenaRound round = new ArenaRound(match);
        for (int i = 0; i < PLAYERS; i++) {
            round.join();
        }
        round.play(1 + FRAMES);
        match.recording().allocation().fromFrame(1).frames(FRAMES).expectNone();
    }

    @Test
    void ten_bots_allocate_nothing() {
        final TestMatch match = MatchSetup.of(ArenaGame.class)
                .rules("bots", PLAYERS, "botsAlone", true)
                .start();
        match.frames(FRAMES);
        match.recording().allocation().frames(FRAMES).expectNone();
    }
}

package ringside.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class InputSamplingTest {
    @Test
    void about_one_of_so_many_is_picked_of_every_player_at_moments_of_its_own() {
        final InputSampling sampling = new InputSampling(8);
        int together = 0;
        for (int player = 1; player <= 20; player++) {
            int picked = 0;
            for (int seq = 1; seq <= 8_000; seq++) {
                if (sampling.picks(3, player, seq)) {
                    picked++;
                    together += sampling.picks(3, player + 1, seq) ? 1 : 0;
                }
            }
            assertTrue(picked > 800 && picked < 1_200, picked + " of player " + player);
        }
        assertTrue(together < 20 * 1_000 / 4, together + " together with a neighbour");
    }

    @Test
    void the_same_ones_are_picked_everywhere_and_all_where_one_of_one_is() {
        for (int seq = 0; seq < 100; seq++) {
            assertEquals(new InputSampling(8).picks(1, 2, seq), new InputSampling(8).picks(1, 2, seq));
            assertTrue(new InputSampling(1).picks(1, 2, seq));
        }
    }

    @Test
    void what_is_no_power_of_two_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> new InputSampling(10));
    }
}

package ringside.perf.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BotTreesTest {
    private static final int WARM_FRAMES = 10_000;
    private static final int FRAMES = 5000;

    private final BotTrees trees = new BotTrees();

    @Test
    void ticks_come_to_every_leaf_of_the_arenas_tree_and_begin_what_lasts() {
        assertTrue(trees.nodes() >= 25, trees.nodes() + " nodes");
        final int running = trees.play(WARM_FRAMES);
        assertEquals(List.of(), trees.unasked());
        assertTrue(running > WARM_FRAMES, running + " of " + WARM_FRAMES * BotTrees.BOTS);
    }

    @Test
    void warm_ticks_allocate_nothing() {
        trees.play(WARM_FRAMES);
        assertEquals(0, trees.allocatedBytes(FRAMES));
    }
}

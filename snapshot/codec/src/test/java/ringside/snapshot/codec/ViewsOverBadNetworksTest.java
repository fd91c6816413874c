package ringside.snapshot.codec;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import ringside.layout.Layout;

/** Random layouts and worlds over networks that lose, repeat and reorder. */
final class ViewsOverBadNetworksTest {
    private static final int FRAMES_PER_RUN = 400;
    private static final int BUDGET_BYTES = 40;

    @Test
    void every_shown_row_has_the_servers_value_of_its_stated_frame() {
        runs(Seed.of("every_shown_row_has_the_servers_value_of_its_stated_frame"), 50);
    }

    @Test
    @Tag("deep")
    void every_shown_row_has_the_servers_value_of_its_stated_frame_for_long() {
        runs(Seed.of("every_shown_row_has_the_servers_value_of_its_stated_frame_for_long"), 250);
    }

    @Test
    void a_budget_of_40_bytes_a_view_shows_late_but_never_wrong() {
        underBudget(Seed.of("a_budget_of_40_bytes_a_view_shows_late_but_never_wrong"), 4, 500);
    }

    @Test
    @Tag("deep")
    void a_budget_of_40_bytes_a_view_shows_late_but_never_wrong_for_long() {
        underBudget(Seed.of("a_budget_of_40_bytes_a_view_shows_late_but_never_wrong_for_long"), 50, 2_000);
    }

    /** One part of 40 bytes a view: rows take turns. What is in sight changes all the time. */
    private static void underBudget(final long seed, final int runs, final int framesPerRun) {
        for (int run = 0; run < runs; run++) {
            final SplittableRandom random = new SplittableRandom(seed + run);
            try {
                final Layout layout = RandomLayout.fitting(random, BUDGET_BYTES, 12);
                final ViewLimits limits = new ViewLimits(BUDGET_BYTES, 1, 32, 256, 256, 32, 6);
                final Session session = new Session(layout, limits, random, 30);
                // More of them than fit would start the view over again and again.
                session.effectsEvery(60);
                for (int i = 0; i < framesPerRun; i++) {
                    session.frame();
                }
                session.settle();
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dringside.seed=" + (seed + run) + ": " + e.getMessage(), e);
            }
        }
    }

    private static void runs(final long seed, final int count) {
        for (int run = 0; run < count; run++) {
            final SplittableRandom random = new SplittableRandom(seed + run);
            try {
                run(random);
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dringside.seed=" + (seed + run) + ": " + e.getMessage(), e);
            }
        }
    }

    private static void run(final SplittableRandom random) {
        final int maxPartBytes = random.nextInt(3) == 0 ? 40 + random.nextInt(30) : 60 + random.nextInt(1141);
        final Layout layout = RandomLayout.fitting(random, maxPartBytes, random.nextInt(4) == 0 ? 100 : 12);
        final int history = 8 + random.nextInt(40);
        final ViewLimits limits =
                new ViewLimits(maxPartBytes, 2 + random.nextInt(12), history, 128 + random.nextInt(300), 256, 32, 6);
        final Session session = new Session(layout, limits, random, 30);
        for (int i = 0; i < FRAMES_PER_RUN; i++) {
            session.frame();
        }
        session.settle();
    }
}

package ringside.io.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a client can make the edge believe of its way. */
class RoundTripTest {
    private static final long MS = 1_000_000L;
    private static final long FRAME_NS = 16 * MS;

    private final RoundTrip roundTrip = new RoundTrip();
    private int frame;

    /** Acknowledges each frame after as long as {@code delayNs} says of its number. */
    private void play(final int frames, final LongUnaryOperator delayNs) {
        for (int i = 0; i < frames; i++) {
            final long sentNs = frame * FRAME_NS;
            roundTrip.sent(frame, sentNs);
            roundTrip.acknowledged(frame, sentNs + delayNs.applyAsLong(frame));
            frame++;
        }
    }

    @Test
    void nothing_is_believed_before_the_first_sample() {
        assertEquals(0, roundTrip.believedNs());
        assertEquals(0, roundTrip.boundNs());
    }

    @Test
    void an_honest_client_is_believed_nearly_all_of_its_round_trips() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("an_honest_client_is_believed_nearly_all_of_its_round_trips: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final int[] longer = new int[1];
        final int frames = 3_000;
        play(300, at -> 60 * MS + random.nextLong(15 * MS) + random.nextLong(15 * MS));
        play(frames, at -> {
            final long ns = 60 * MS + random.nextLong(15 * MS) + random.nextLong(15 * MS);
            longer[0] += ns > roundTrip.believedNs() ? 1 : 0;
            return ns;
        });
        System.out.println("  " + longer[0] + " of " + frames + " took longer than was believed");
        assertTrue(longer[0] < frames * 0.06, longer[0] + " of " + frames);
    }

    @Test
    void acknowledging_most_views_late_gains_the_allowance_for_jitter_at_most() {
        play(300, at -> 30 * MS);
        assertTrue(roundTrip.believedNs() < 35 * MS);
        play(1_000, at -> at % 20 == 0 ? 30 * MS : 180 * MS);
        assertTrue(roundTrip.boundNs() > 150 * MS, "the smoothed bound is fooled");
        assertEquals(30 * MS + RoundTrip.MOST_JITTER_NS, roundTrip.believedNs());
    }

    @Test
    void one_late_acknowledgement_gains_little() {
        play(300, at -> 30 * MS);
        play(1, at -> 180 * MS);
        assertTrue(roundTrip.believedNs() <= 30 * MS + RoundTrip.MOST_JITTER_NS);
        play(200, at -> 30 * MS);
        assertTrue(roundTrip.believedNs() < 35 * MS);
    }

    @Test
    void a_longer_way_is_believed_after_a_few_seconds_and_a_shorter_one_at_once() {
        play(300, at -> 30 * MS);
        play(300, at -> 100 * MS);
        assertTrue(roundTrip.believedNs() >= 100 * MS, "4.8 s later: " + roundTrip.believedNs());
        play(1, at -> 20 * MS);
        assertTrue(roundTrip.believedNs() <= 20 * MS + RoundTrip.MOST_JITTER_NS);
    }

    @Test
    void only_the_first_acknowledgement_of_what_was_sent_counts() {
        play(300, at -> 30 * MS);
        final long before = roundTrip.believedNs();
        roundTrip.acknowledged(frame - 1, frame * FRAME_NS + 900 * MS);
        roundTrip.acknowledged(frame + 5, frame * FRAME_NS);
        roundTrip.acknowledged(-1, 0);
        assertEquals(before, roundTrip.believedNs());
    }
}

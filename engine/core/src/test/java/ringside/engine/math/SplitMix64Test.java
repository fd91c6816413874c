package ringside.engine.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import ringside.engine.support.Seed;

class SplitMix64Test {
    @Test
    void the_published_numbers_of_seed_1234567_come_out() {
        final String[] expected = {
            "6457827717110365317",
            "3203168211198807973",
            "9817491932198370423",
            "4593380528125082431",
            "16408922859458223821"
        };
        long state = 1234567;
        for (final String number : expected) {
            state = SplitMix64.advance(state);
            assertEquals(Long.parseUnsignedLong(number), SplitMix64.mix(state));
        }
    }

    @Test
    void a_bounded_number_stays_below_its_bound() {
        assertEquals(0, SplitMix64.below(0, 1));
        assertEquals(0, SplitMix64.below(-1, 1));
        assertEquals(Integer.MAX_VALUE - 1, SplitMix64.below(-1, Integer.MAX_VALUE));
        final SplittableRandom random = Seed.random("SplitMix64Test");
        for (int i = 0; i < 100_000; i++) {
            final int bound = 1 + (random.nextInt() >>> (1 + random.nextInt(31)));
            final int number = SplitMix64.below(random.nextLong(), bound);
            assertTrue(number >= 0 && number < bound);
        }
    }

    @Test
    void every_number_below_the_bound_is_about_as_likely() {
        final int[] seen = new int[7];
        long state = 42;
        for (int i = 0; i < 70_000; i++) {
            state = SplitMix64.advance(state);
            seen[SplitMix64.below(SplitMix64.mix(state), 7)]++;
        }
        for (final int count : seen) {
            assertTrue(count > 9_500 && count < 10_500, "seen " + count + " times");
        }
    }

    @Test
    void a_bound_below_1_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> SplitMix64.below(1, 0));
        assertThrows(IllegalArgumentException.class, () -> SplitMix64.below(1, -5));
    }
}

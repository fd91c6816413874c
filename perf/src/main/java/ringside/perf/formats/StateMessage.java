package ringside.perf.formats;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The message that every format carries: a frame of a match with 25 fighters, 1,004 bytes of numbers.
 *
 * @param frame that it shows
 */
public record StateMessage(int frame, List<Fighter> fighters) implements Serializable {
    static final int FIGHTERS = 25;
    static final int CONTENT_BYTES = Integer.BYTES + FIGHTERS * Fighter.BYTES;

    /** One of many that differ, as a match's do. */
    static StateMessage of(final int frame) {
        final List<Fighter> all = new ArrayList<>();
        for (int i = 0; i < FIGHTERS; i++) {
            final int seed = frame * 31 + i * 7_919;
            all.add(new Fighter(
                    i,
                    (seed * 104_729) & 0x1F_FFFF,
                    (seed * 130_363) & 0x1F_FFFF,
                    seed % 4_001 - 2_000,
                    (seed * 7) % 4_001 - 2_000,
                    (seed * 97) & 0xFFFF,
                    Math.floorMod(seed, 101),
                    Math.floorMod(seed * 3, 31),
                    frame / 60 + i,
                    frame + i % 30));
        }
        return new StateMessage(frame, all);
    }

    int sum() {
        int sum = frame;
        for (final Fighter fighter : fighters) {
            sum += fighter.sum();
        }
        return sum;
    }
}

package ringside.bots;

import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.engine.math.SplitMix64;
import ringside.layout.BoolColumn;
import ringside.layout.Column;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.RecordView;
import ringside.snapshot.codec.ViewTable;

/**
 * Makes a worthy opponent of a bot that plays the arena's trace: it aims at the nearest fighter that its own views show,
 * about as well as people do, and fires in bursts. For the demo; measures play the trace as it is published.
 */
final class SeenFoes {
    /** Aim is off by at most this, in 1/65,536ths of a turn: some 4 degrees. */
    private static final int SPREAD = 728;

    /** Further away nobody shoots. */
    private static final int RANGE = Fixed.of(18);

    /** Frames of fire, and of rest after them. */
    private static final int BURST_FRAMES = 24;

    private static final int AIM_PER_SHOWN = 16;

    private final Column seat;
    private final Column alive;
    private final Column x;
    private final Column y;
    private final IntColumn aim;
    private final BoolColumn fire;
    private final long seed;

    SeenFoes(final Layout layout, final long seed) {
        seat = layout.table("players").column("seat");
        alive = layout.table("players").column("alive");
        x = layout.table("players").column("x");
        y = layout.table("players").column("y");
        aim = (IntColumn) layout.input().column("aim");
        fire = (BoolColumn) layout.input().column("fire");
        this.seed = seed;
    }

    /** Turns the input towards the nearest of the fighters shown; leaves it as it is when there is no foe. */
    void aim(final ViewTable fighters, final int ownSeat, final int frame, final RecordView input) {
        final int own = rowOf(fighters, ownSeat);
        final int foe = own < 0 ? -1 : nearest(fighters, own);
        if (foe < 0) {
            return;
        }
        final int exact = Angle.atan2(apart(fighters, own, foe, y), apart(fighters, own, foe, x));
        final long random = SplitMix64.mix(seed + ((long) ownSeat << 32) + frame / AIM_PER_SHOWN);
        final int error = SplitMix64.below(random, 2 * SPREAD + 1) - SPREAD;
        input.set(aim, (exact + error) & Angle.MASK);
        input.set(fire, (frame + ownSeat * 7) / BURST_FRAMES % 2 == 0);
    }

    private int rowOf(final ViewTable fighters, final int ownSeat) {
        for (int id = fighters.first(); id >= 0; id = fighters.next(id)) {
            if (fighters.has(id, seat) && fighters.value(id, seat) == ownSeat) {
                return id;
            }
        }
        return -1;
    }

    private int nearest(final ViewTable fighters, final int own) {
        int nearest = -1;
        int least = RANGE;
        for (int id = fighters.first(); id >= 0; id = fighters.next(id)) {
            if (id != own && fighters.has(id, alive) && fighters.value(id, alive) != 0) {
                final int away = Fixed.length(apart(fighters, own, id, x), apart(fighters, own, id, y));
                if (away < least) {
                    least = away;
                    nearest = id;
                }
            }
        }
        return nearest;
    }

    private static int apart(final ViewTable fighters, final int from, final int to, final Column along) {
        return (int) (fighters.value(to, along) - fighters.value(from, along));
    }
}

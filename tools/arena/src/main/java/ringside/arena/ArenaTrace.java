package ringside.arena;

import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.engine.math.SplitMix64;
import ringside.layout.BoolColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.RecordView;

/**
 * A published trace of human-like play: the workload of all measures, and what client-side bots send. It is a pure
 * function of (seed, player, frame) and reacts to nothing, so that any number of players can be played from any frame
 * on, by anyone, with the same bytes. Durations are in frames, at 60 a second.
 *
 * <pre>
 * aim    sweeps between points of interest that change every 40 frames, mostly a little, at times by far (a flick);
 *        the hand trembles by up to 0.5 degrees in every frame
 * move   a direction for 24 frames, mostly one that is near to the last, at times to the side of the aim or none;
 *        the stick gives way by a few of its 127 steps every 4 frames
 * fire   in three of five stretches of 64 frames: a burst of 15 to 54 frames
 * dash   in two of five stretches of 150 frames: in one frame
 * idle   in one of eight stretches of 300 frames: hands off for 60 to 187 frames, with every value as it was
 * </pre>
 *
 * Of all frames, about 5 % are idle, 15 % hold the trigger, and 95 % change the aim. Thread-safe but for {@code out}.
 */
public final class ArenaTrace {
    /** The seed of the published measures. */
    public static final long SEED = 20_240_229L;

    private static final int SWEEP = 40;
    private static final int STEER = 24;
    private static final int STICK = 4;
    private static final int BURST = 64;
    private static final int DASH = 150;
    private static final int IDLE = 300;
    private static final int TREMBLE = Angle.TURN / 720;

    // What a random number is drawn for, so that no two purposes share one.
    private static final int DRAW_SWEEP_WAY = 0;
    private static final int DRAW_SWEEP_FLICK = 1;
    private static final int DRAW_TREMBLE = 2;
    private static final int DRAW_STEER_WAY = 3;
    private static final int DRAW_STEER_KIND = 4;
    private static final int DRAW_STICK_GIVE = 5;
    private static final int DRAW_STICK_SLIP = 6;
    private static final int DRAW_BURST = 7;
    private static final int DRAW_DASH = 8;
    private static final int DRAW_IDLE = 9;

    private final long seed;
    private final IntColumn moveX;
    private final IntColumn moveY;
    private final IntColumn aim;
    private final BoolColumn fire;
    private final BoolColumn dash;

    /** A trace of the published seed, for inputs of a layout of Arena: this build's own, or one from a handshake. */
    public ArenaTrace(final Layout layout) {
        this(layout, SEED);
    }

    /** A trace of another seed. */
    public ArenaTrace(final Layout layout, final long seed) {
        this.seed = seed;
        moveX = (IntColumn) layout.input().column("moveX");
        moveY = (IntColumn) layout.input().column("moveY");
        aim = (IntColumn) layout.input().column("aim");
        fire = (BoolColumn) layout.input().column("fire");
        dash = (BoolColumn) layout.input().column("dash");
    }

    /**
     * Writes the input of a player for a frame.
     *
     * @param player any number from 0 on; the same number plays the same
     * @param frame any number from 0 on
     */
    public void input(final int player, final int frame, final RecordView out) {
        // Stretches of different players begin in different frames, as nobody breathes in step.
        final int time = frame + 37 * player;
        final int idleSince = idleSince(player, time);
        final int acting = idleSince < 0 ? time : idleSince;
        final boolean idle = idleSince >= 0;
        out.reset();
        out.set(aim, aim(player, acting));
        if (!idle) {
            steer(player, time, out);
            out.set(fire, isFiring(player, time));
            out.set(dash, isDashing(player, time));
        }
    }

    /** The frame in which the hands went off, or -1. */
    private int idleSince(final int player, final int time) {
        final int stretch = time / IDLE;
        final long draw = draw(player, stretch, DRAW_IDLE);
        final int start = stretch * IDLE + part(draw, 8, 100);
        final int end = start + 60 + part(draw, 24, 128);
        return part(draw, 0, 8) == 0 && time >= start && time < end ? start : -1;
    }

    private int aim(final int player, final int time) {
        final int sweep = time / SWEEP;
        final int from = interest(player, sweep);
        final int way = Angle.difference(from, interest(player, sweep + 1));
        final int done = easing(time % SWEEP * Fixed.ONE / SWEEP);
        final int tremble = part(draw(player, time, DRAW_TREMBLE), 0, 2 * TREMBLE + 1) - TREMBLE;
        return (from + Fixed.multiply(way, done) + tremble) & Angle.MASK;
    }

    /** Where a sweep begins: a slow walk around the circle, every fourth time a leap. */
    private int interest(final int player, final int sweep) {
        final long draw = draw(player, sweep, DRAW_SWEEP_WAY);
        final int near = part(draw, 0, Angle.TURN / 8) + part(draw, 16, Angle.TURN / 8);
        final int home = part(draw(player, sweep >> 2, DRAW_SWEEP_FLICK), 0, Angle.TURN);
        return (home + near) & Angle.MASK;
    }

    /** Starts and stops smoothly, 0 to 1: 3t^2 - 2t^3. */
    private static int easing(final int t) {
        return Fixed.multiply(Fixed.multiply(t, t), 3 * Fixed.ONE - 2 * t);
    }

    private void steer(final int player, final int time, final RecordView out) {
        final int kind = part(draw(player, time / STEER, DRAW_STEER_KIND), 0, 10);
        if (kind == 0) {
            return;
        }
        final int heading = kind < 4
                ? interest(player, time / SWEEP) + (kind == 1 ? Angle.QUARTER : -Angle.QUARTER)
                : part(draw(player, time / (3 * STEER), DRAW_STEER_WAY), 0, Angle.TURN)
                        + part(draw(player, time / STEER, DRAW_STEER_WAY), 16, Angle.TURN / 6);
        final int full = Controls.FULL - part(draw(player, time / STICK, DRAW_STICK_GIVE), 0, 8);
        final int slip = part(draw(player, time / STICK, DRAW_STICK_SLIP), 0, Angle.TURN / 64);
        out.set(moveX, Fixed.multiply(full, Angle.cos(heading + slip)));
        out.set(moveY, Fixed.multiply(full, Angle.sin(heading + slip)));
    }

    private boolean isFiring(final int player, final int time) {
        final long draw = draw(player, time / BURST, DRAW_BURST);
        final int start = part(draw, 8, 16);
        final int end = start + 15 + part(draw, 24, 40);
        final int within = time % BURST;
        return part(draw, 0, 5) < 3 && within >= start && within < end;
    }

    private boolean isDashing(final int player, final int time) {
        final long draw = draw(player, time / DASH, DRAW_DASH);
        return part(draw, 0, 5) < 2 && time % DASH == part(draw, 8, DASH);
    }

    private long draw(final int player, final int index, final int purpose) {
        final long what = ((long) player << 40) + ((long) purpose << 32) + index;
        return SplitMix64.mix(SplitMix64.advance(SplitMix64.mix(seed) ^ SplitMix64.mix(what)));
    }

    /** A number below {@code bound} from 32 of the bits of a draw. */
    private static int part(final long draw, final int shift, final int bound) {
        return SplitMix64.below(draw << shift, bound);
    }
}

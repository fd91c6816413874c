package ringside.perf.views;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.math.SplitMix64;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.State;
import ringside.layout.Table;

/**
 * 901 cubes that lie on a plane, 90 of which slide and tumble in each frame. Whole numbers only: the same seed is the same
 * field everywhere.
 *
 * <p>A cube that is pushed gets 0.5 to 2 m/s and up to 3 rad/s about any axis. The plane brakes it by 0.6 m/s each second,
 * and its spin with it. A cube that touches another gives it what it had along the line between them, and half of its
 * spin; so it wakes those that lie still. When one comes to rest another, drawn at random, is pushed; when more than 90
 * move, the slowest stops. A cube is as high above the plane as its lowest corner demands.
 *
 * <pre>
 * x, y, z   of the middle, in millimetres within 32 m; z is up
 * largest   which part of the orientation (a unit quaternion) is the largest: it is left out, the others have its sign
 * a, b, c   the others in their order, 0 to 511 for -1/sqrt(2) to 1/sqrt(2)
 * </pre>
 */
final class CubeField {
    static final int CUBES = 901;
    static final int MOVING = 90;
    static final int HZ = 60;
    static final long SEED = 20_240_229L;

    private static final int CUBES_IN_ROW = 30;
    private static final int SPACING_MM = 1_000;
    private static final int EDGE_MM = 400;
    private static final int MOST_MM = 32_000;

    /** Places count these parts of a millimetre, speeds these a frame. */
    private static final int PARTS = 1 << 12;

    private static final int MOST_SPEED = 2_000 * PARTS / HZ;
    private static final int LEAST_PUSH = MOST_SPEED / 4;
    private static final int BRAKE = 600 * PARTS / (HZ * HZ);
    private static final long EDGE = (long) EDGE_MM * PARTS;
    private static final long MOST = (long) MOST_MM * PARTS;

    /** Bits behind the point of an orientation. */
    private static final int UNIT_BITS = 30;

    private static final long UNIT = 1L << UNIT_BITS;
    /** 3 rad/s, as half of the angle of a frame. */
    private static final long MOST_SPIN = 3 * UNIT / HZ / 2;

    private static final long ROOT_OF_HALF = 759_250_125L;
    private static final int STEPS = 511;

    private final Layout layout;
    private final Table cubes;
    private final IntColumn x;
    private final IntColumn y;
    private final IntColumn z;
    private final IntColumn largest;
    private final IntColumn[] others;
    private final State state;
    private final UnsafeBuffer block;
    private final int moving;
    private final long[][] at = new long[CUBES][2];
    private final long[][] speed = new long[CUBES][2];
    private final long[][] spin = new long[CUBES][3];
    private final long[][] turned = new long[CUBES][4];
    private final boolean[] moves = new boolean[CUBES];
    private int movingNow;
    private long random;

    /** A field of which that many move in each frame. */
    CubeField(final int moving, final long seed) {
        this.moving = moving;
        random = seed;
        final LayoutBuilder builder = new LayoutBuilder("cubes");
        cubes = builder.table("cubes", CUBES);
        x = cubes.int16("x", -MOST_MM, MOST_MM).smooth(0);
        y = cubes.int16("y", -MOST_MM, MOST_MM).smooth(0);
        z = cubes.int16("z", -MOST_MM, MOST_MM).smooth(0);
        largest = cubes.int8("largest", 0, 3);
        others = new IntColumn[] {
            cubes.int16("a", 0, STEPS).smooth(0),
            cubes.int16("b", 0, STEPS).smooth(0),
            cubes.int16("c", 0, STEPS).smooth(0),
        };
        layout = builder.build();
        block = new UnsafeBuffer(new byte[layout.blockBytes()]);
        state = new State(layout);
        state.wrap(block, 0);
        for (int cube = 0; cube < CUBES; cube++) {
            at[cube][0] = (cube % CUBES_IN_ROW - CUBES_IN_ROW / 2) * (long) SPACING_MM * PARTS;
            at[cube][1] = (cube / CUBES_IN_ROW - CUBES_IN_ROW / 2) * (long) SPACING_MM * PARTS;
            turned[cube][0] = UNIT;
            state.add(cubes);
            write(cube);
        }
        keepMoving();
    }

    Layout layout() {
        return layout;
    }

    DirectBuffer block() {
        return block;
    }

    /** How many cubes move. */
    int moving() {
        return movingNow;
    }

    /** A frame later. */
    void step() {
        for (int cube = 0; cube < CUBES; cube++) {
            if (moves[cube]) {
                travel(cube);
                turn(cube);
            }
        }
        for (int cube = 0; cube < CUBES; cube++) {
            if (moves[cube]) {
                collide(cube);
            }
        }
        for (int cube = 0; cube < CUBES; cube++) {
            if (moves[cube]) {
                write(cube);
                brake(cube);
            }
        }
        keepMoving();
    }

    // ---- motion

    private void travel(final int cube) {
        for (int axis = 0; axis < 2; axis++) {
            at[cube][axis] += speed[cube][axis];
            if (Math.abs(at[cube][axis]) > MOST - EDGE) {
                at[cube][axis] -= speed[cube][axis];
                speed[cube][axis] = -speed[cube][axis];
            }
        }
    }

    /** q + spin q, and back to length 1 by one step of Newton's. */
    private void turn(final int cube) {
        final long[] q = turned[cube];
        final long[] s = spin[cube];
        final long w = q[0] - product(s[0], q[1]) - product(s[1], q[2]) - product(s[2], q[3]);
        final long i = q[1] + product(s[0], q[0]) + product(s[1], q[3]) - product(s[2], q[2]);
        final long j = q[2] + product(s[1], q[0]) + product(s[2], q[1]) - product(s[0], q[3]);
        final long k = q[3] + product(s[2], q[0]) + product(s[0], q[2]) - product(s[1], q[1]);
        final long length = product(w, w) + product(i, i) + product(j, j) + product(k, k);
        final long scale = (3 * UNIT - length) / 2;
        q[0] = product(w, scale);
        q[1] = product(i, scale);
        q[2] = product(j, scale);
        q[3] = product(k, scale);
    }

    private static long product(final long one, final long other) {
        return (one * other) >> UNIT_BITS;
    }

    private void brake(final int cube) {
        final long before = length(speed[cube][0], speed[cube][1]);
        if (before <= BRAKE) {
            rest(cube);
            return;
        }
        final long after = Math.min(before - BRAKE, MOST_SPEED);
        for (int axis = 0; axis < 2; axis++) {
            speed[cube][axis] = speed[cube][axis] * after / before;
        }
        for (int axis = 0; axis < 3; axis++) {
            spin[cube][axis] = spin[cube][axis] * after / before;
        }
    }

    private void rest(final int cube) {
        moves[cube] = false;
        movingNow--;
    }

    // ---- collisions

    private void collide(final int cube) {
        for (int other = 0; other < CUBES; other++) {
            final long wayX = at[other][0] - at[cube][0];
            final long wayY = at[other][1] - at[cube][1];
            if (other != cube && Math.abs(wayX) < EDGE && Math.abs(wayY) < EDGE) {
                final long distance = length(wayX, wayY);
                if (distance > 0 && distance < EDGE) {
                    hit(cube, other, wayX, wayY, distance);
                }
            }
        }
    }

    /** Like two balls of equal weight: what they have along the line between them changes hands. */
    private void hit(final int cube, final int other, final long wayX, final long wayY, final long distance) {
        final long towards = (speed[cube][0] - speed[other][0]) * wayX + (speed[cube][1] - speed[other][1]) * wayY;
        if (towards <= 0) {
            return;
        }
        final long impulse = towards / distance;
        final long givenX = impulse * wayX / distance;
        final long givenY = impulse * wayY / distance;
        speed[cube][0] -= givenX;
        speed[cube][1] -= givenY;
        speed[other][0] += givenX;
        speed[other][1] += givenY;
        for (int axis = 0; axis < 3; axis++) {
            spin[cube][axis] /= 2;
            spin[other][axis] = (moves[other] ? spin[other][axis] / 2 : 0) + spin[cube][axis];
        }
        if (!moves[other]) {
            moves[other] = true;
            movingNow++;
        }
    }

    // ---- how many move

    private void keepMoving() {
        while (movingNow > moving) {
            rest(slowest());
        }
        while (movingNow < moving) {
            final int cube = draw(CUBES);
            if (!moves[cube]) {
                push(cube);
            }
        }
    }

    private int slowest() {
        int slowest = -1;
        long least = Long.MAX_VALUE;
        for (int cube = 0; cube < CUBES; cube++) {
            final long length = length(speed[cube][0], speed[cube][1]);
            if (moves[cube] && length < least) {
                least = length;
                slowest = cube;
            }
        }
        return slowest;
    }

    private void push(final int cube) {
        final long wayX = (long) draw(2 * PARTS) - PARTS;
        final long wayY = (long) draw(2 * PARTS) - PARTS;
        final long wanted = (long) LEAST_PUSH + draw(MOST_SPEED - LEAST_PUSH);
        final long length = Math.max(1, length(wayX, wayY));
        speed[cube][0] = wayX * wanted / length;
        speed[cube][1] = wayY * wanted / length;
        long squares = 0;
        for (int axis = 0; axis < 3; axis++) {
            spin[cube][axis] = draw((int) (2 * MOST_SPIN)) - MOST_SPIN;
            squares += spin[cube][axis] * spin[cube][axis];
        }
        final long spinLength = root(squares);
        for (int axis = 0; spinLength > MOST_SPIN && axis < 3; axis++) {
            spin[cube][axis] = spin[cube][axis] * MOST_SPIN / spinLength;
        }
        moves[cube] = true;
        movingNow++;
    }

    private int draw(final int bound) {
        random = SplitMix64.advance(random);
        return SplitMix64.below(SplitMix64.mix(random), bound);
    }

    private static long length(final long one, final long other) {
        return root(one * one + other * other);
    }

    /** Newton's, from above. */
    private static long root(final long square) {
        if (square < 2) {
            return square;
        }
        long root = 1L << ((65 - Long.numberOfLeadingZeros(square)) / 2);
        while (true) {
            final long next = (root + square / root) / 2;
            if (next >= root) {
                return root;
            }
            root = next;
        }
    }

    // ---- what is shown

    private void write(final int cube) {
        final int row = state.rowAt(cubes, cube);
        state.set(row, x, (int) (at[cube][0] / PARTS));
        state.set(row, y, (int) (at[cube][1] / PARTS));
        state.set(row, z, heightMm(turned[cube]));
        final long[] q = turned[cube];
        int most = 0;
        for (int i = 1; i < 4; i++) {
            most = Math.abs(q[i]) > Math.abs(q[most]) ? i : most;
        }
        state.set(row, largest, most);
        final int sign = q[most] < 0 ? -1 : 1;
        int column = 0;
        for (int i = 0; i < 4; i++) {
            if (i != most) {
                final long part = Math.max(-ROOT_OF_HALF, Math.min(ROOT_OF_HALF, sign * q[i]));
                state.set(row, others[column++], (int)
                        (((part + ROOT_OF_HALF) * STEPS + ROOT_OF_HALF) / (2 * ROOT_OF_HALF)));
            }
        }
    }

    /** Half an edge times what the third row of the rotation adds up to. */
    private static int heightMm(final long[] q) {
        final long first = 2 * (product(q[1], q[3]) - product(q[0], q[2]));
        final long second = 2 * (product(q[2], q[3]) + product(q[0], q[1]));
        final long third = UNIT - 2 * (product(q[1], q[1]) + product(q[2], q[2]));
        return (int) (((Math.abs(first) + Math.abs(second) + Math.abs(third)) * (EDGE_MM / 2)) >> UNIT_BITS);
    }
}

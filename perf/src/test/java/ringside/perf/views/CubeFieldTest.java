package ringside.perf.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.State;
import ringside.layout.Table;

final class CubeFieldTest {
    private static final int FRAMES = 400;
    private static final double MOST_WAY_MM = 2_000.0 / CubeField.HZ;
    private static final double MOST_TURN = 3.0 / CubeField.HZ;

    @Test
    void ninety_cubes_move_in_each_frame_within_their_speeds() {
        final CubeField field = new CubeField(CubeField.MOVING, CubeField.SEED);
        final Table cubes = field.layout().table("cubes");
        double longest = 0;
        for (int frame = 0; frame < FRAMES; frame++) {
            final State before = new State(field.layout());
            before.wrap(RecordedFrames.copy(field.layout(), field.block()), 0);
            assertEquals(CubeField.MOVING, field.moving());
            field.step();
            int moved = 0;
            for (int cube = 0; cube < CubeField.CUBES; cube++) {
                final double way =
                        Math.hypot(change(field, before, cubes, cube, "x"), change(field, before, cubes, cube, "y"));
                moved += way > 0 ? 1 : 0;
                longest = Math.max(longest, way);
                assertTrue(turn(field, before, cubes, cube) <= MOST_TURN + 0.02, "cube " + cube + ", frame " + frame);
            }
            assertTrue(moved <= CubeField.MOVING, moved + " moved in frame " + frame);
        }
        assertTrue(longest > MOST_WAY_MM / 2 && longest <= MOST_WAY_MM + 2, "longest way: " + longest + " mm");
    }

    @Test
    void cubes_that_lay_still_are_pushed_by_others() {
        final CubeField alone = new CubeField(1, 5);
        final State state = new State(alone.layout());
        final Table cubes = alone.layout().table("cubes");
        final int[] moved = new int[CubeField.CUBES];
        for (int frame = 0; frame < 2_000; frame++) {
            state.wrap(RecordedFrames.copy(alone.layout(), alone.block()), 0);
            alone.step();
            for (int cube = 0; cube < CubeField.CUBES; cube++) {
                moved[cube] += change(alone, state, cubes, cube, "x") != 0 ? 1 : 0;
            }
        }
        int everMoved = 0;
        for (final int frames : moved) {
            everMoved += frames > 0 ? 1 : 0;
        }
        assertTrue(everMoved > 2, everMoved + " cubes have moved");
    }

    @Test
    void the_same_seed_is_the_same_field() {
        final CubeField one = new CubeField(CubeField.MOVING, 7);
        final CubeField other = new CubeField(CubeField.MOVING, 7);
        for (int frame = 0; frame < FRAMES; frame++) {
            one.step();
            other.step();
        }
        final Layout layout = one.layout();
        assertEquals(RecordedFrames.copy(layout, one.block()), RecordedFrames.copy(layout, other.block()));
    }

    private static double change(
            final CubeField field, final State before, final Table cubes, final int cube, final String name) {
        final Column column = cubes.column(name);
        final int offset = cubes.rowOffset(cube);
        return column.read(field.block(), offset) - (double) column.read(before.block(), offset);
    }

    /** The angle between two orientations, to what 9 bits of each part tell. */
    private static double turn(final CubeField field, final State before, final Table cubes, final int cube) {
        final double[] now = quaternion(cubes, field.block(), cube);
        final double[] then = quaternion(cubes, before.block(), cube);
        double dot = 0;
        for (int i = 0; i < 4; i++) {
            dot += now[i] * then[i];
        }
        return 2 * Math.sqrt(Math.max(0, 1 - dot * dot));
    }

    private static double[] quaternion(final Table cubes, final DirectBuffer block, final int cube) {
        final int offset = cubes.rowOffset(cube);
        final int largest = (int) cubes.column("largest").read(block, offset);
        final String[] names = {"a", "b", "c"};
        final double[] parts = new double[4];
        double squares = 0;
        int next = 0;
        for (int i = 0; i < 4; i++) {
            if (i != largest) {
                parts[i] = (cubes.column(names[next++]).read(block, offset) / 511.0 * 2 - 1) * Math.sqrt(0.5);
                squares += parts[i] * parts[i];
            }
        }
        parts[largest] = Math.sqrt(Math.max(0, 1 - squares));
        return parts;
    }
}

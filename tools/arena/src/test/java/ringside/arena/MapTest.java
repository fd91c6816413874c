package ringside.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.engine.math.Fixed;
import ringside.layout.Rows;

class MapTest {
    @Test
    void there_are_corners_to_peek_around() {
        assertTrue(ArenaMap.WALLS >= 20, "walls: " + ArenaMap.WALLS);
    }

    @Test
    void nobody_starts_inside_of_a_wall_or_out_of_reach() {
        for (int spawn = 0; spawn < ArenaMap.SPAWNS; spawn++) {
            assertFreeAndReached("spawn " + spawn, ArenaMap.spawnX(spawn), ArenaMap.spawnY(spawn));
        }
        for (int pickup = 0; pickup < ArenaMap.PICKUPS; pickup++) {
            assertFreeAndReached(
                    "pickup " + pickup, Fixed.of(ArenaMap.pickupX(pickup)), Fixed.of(ArenaMap.pickupY(pickup)));
        }
    }

    private static void assertFreeAndReached(final String what, final int x, final int y) {
        assertTrue(Walls.touched(0, x, y, Movement.RADIUS) < 0, what + " is in a wall");
        final int node = Waypoints.nearest(x, y);
        assertTrue(Waypoints.isWalkable(x, y, Waypoints.x(node), Waypoints.y(node)), what + " is cut off");
    }

    @Test
    void every_place_can_be_reached_from_every_other() {
        for (int a = 0; a < Waypoints.count(); a++) {
            for (int b = 0; b < Waypoints.count(); b++) {
                assertTrue(Waypoints.distance(a, b) < Fixed.of(200), "from waypoint " + a + " to " + b);
            }
        }
    }

    @Test
    void the_map_turned_by_half_a_turn_is_the_same_map() {
        for (int x = 0; x < ArenaMap.WIDTH; x++) {
            for (int y = 0; y < ArenaMap.HEIGHT; y++) {
                assertEquals(
                        isWall(x, y), isWall(ArenaMap.WIDTH - 1 - x, ArenaMap.HEIGHT - 1 - y), "at " + x + ", " + y);
            }
        }
    }

    private static boolean isWall(final int x, final int y) {
        return Walls.touched(0, Fixed.of(x) + Fixed.ONE / 2, Fixed.of(y) + Fixed.ONE / 2, Fixed.ONE / 4) >= 0;
    }

    @Test
    void clients_are_told_the_walls_that_the_rules_use() {
        final ArenaRun run = ArenaRun.ofBots(2, 1);
        final ArenaTables.WallsTable walls = run.columns.tables.walls;
        assertEquals(ArenaMap.WALLS, run.match().count(walls.table));
        int i = 0;
        for (int row = run.match().first(walls.table);
                row != Rows.NONE;
                row = run.match().next(walls.table, row)) {
            assertEquals(ArenaMap.wallX(i), run.match().get(row, walls.x));
            assertEquals(ArenaMap.wallY(i), run.match().get(row, walls.y));
            assertEquals(ArenaMap.wallWidth(i), run.match().get(row, walls.w));
            assertEquals(ArenaMap.wallHeight(i), run.match().get(row, walls.h));
            i++;
        }
    }

    @Test
    void a_match_of_ten_is_small() {
        final ArenaRun run = ArenaRun.ofBots(10, 1);
        final int bytes = run.layout.tables().stream()
                .filter(table -> !table.name().startsWith("$"))
                .mapToInt(table -> 16 + table.capacity() * table.strideBytes())
                .sum();
        System.out.println("tables of the game: " + bytes + " bytes");
        assertTrue(bytes < 4 * 1024, bytes + " bytes");
    }
}

package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import ringside.layout.FixedColumn;
import ringside.layout.IntColumn;
import ringside.layout.Layout;
import ringside.layout.LayoutBuilder;
import ringside.layout.Table;

final class DrawnColumnsTest {
    private static final int ONE = FixedColumn.ONE;

    private final LayoutBuilder builder = new LayoutBuilder("drawn").seats(1);
    private final Table things = builder.table("things", 3);
    private final FixedColumn x = things.fixed("x", -100, 100);
    private final IntColumn aim = things.int16("aim", 0, 4095);
    private final IntColumn hp = things.int8("hp", 0, 100);
    private final Layout layout = builder.build();
    private final PictureSettings settings =
            PictureSettings.of("x").turning("aim", 4096).withMostStep(2);
    private final DrawnColumns drawn = new DrawnColumns(layout, settings);

    @Test
    void positions_go_straight() {
        assertEquals(1.25 * ONE, drawn.between(x, ONE, 2 * ONE, 0.25, 1));
        assertEquals(3.0 * ONE, drawn.between(x, ONE, 5 * ONE, 0.5, 2), "two frames allow for twice the way");
    }

    @Test
    void what_went_too_far_has_jumped_and_is_not_drawn_in_between() {
        assertEquals(ONE, drawn.between(x, ONE, 4 * ONE, 0.9, 1));
    }

    @Test
    void what_turns_goes_the_shorter_way_around() {
        assertEquals(4096 + 5, drawn.between(aim, 4090, 20, 15 / 26.0 * 11 / 15, 1), 1e-9);
        assertEquals(10 - 20, drawn.between(aim, 10, 4066, 0.5, 1), 1e-9);
        assertEquals(150, drawn.between(aim, 100, 200, 0.5, 1), 1e-9);
    }

    @Test
    void all_else_steps() {
        assertEquals(10, drawn.between(hp, 10, 90, 0.99, 1));
    }

    @Test
    void settings_that_name_no_column_are_refused_by_name() {
        final IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> new DrawnColumns(layout, PictureSettings.of("z")));
        assertTrue(unknown.getMessage().contains("z"), unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new DrawnColumns(layout, PictureSettings.of("hp")));
        assertThrows(
                IllegalArgumentException.class, () -> PictureSettings.of("x").turning("aim", 1));
        assertThrows(
                IllegalArgumentException.class, () -> PictureSettings.of("x").snappingBeyond(Double.NaN));
        assertThrows(
                IllegalArgumentException.class, () -> PictureSettings.of("x").delayedAtMostMs(1_001));
        assertThrows(
                IllegalArgumentException.class, () -> PictureSettings.of("x").smoothingMs(0));
    }
}

package ringside.latency.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ShownTest {
    @Test
    void durations_have_three_digits_and_the_unit_that_fits() {
        assertEquals("0 ns", Shown.duration(0));
        assertEquals("999 ns", Shown.duration(999));
        assertEquals("1.00 us", Shown.duration(1_000));
        assertEquals("12.3 us", Shown.duration(12_345));
        assertEquals("100 us", Shown.duration(99_960));
        assertEquals("999 us", Shown.duration(999_400));
        assertEquals("1.00 ms", Shown.duration(999_600));
        assertEquals("16.7 ms", Shown.duration(16_666_667));
        assertEquals("900 s", Shown.duration(900_000_000_000L));
        assertEquals("12,345", Shown.value(Stage.of("ringDepth"), 12_345));
    }

    @Test
    void a_table_is_aligned() {
        final Stage frame = Stage.of("frame");
        final Distribution values = new Distribution(1_234, 5, 1_000, 2_000, 30_000, 400_000, 5_000_000);
        final StageRun stage = new StageRun(frame, values, new long[] {1}, List.of(), new long[] {1});
        assertEquals(
                List.of(
                        "stage   count       p50       p90       p99    p99.9       max",
                        "frame   1,234   1.00 us   2.00 us   30.0 us   400 us   5.00 ms"),
                RunTable.stages(List.of(stage)));
    }
}

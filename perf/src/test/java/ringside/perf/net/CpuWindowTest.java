package ringside.perf.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class CpuWindowTest {
    @Test
    void user_and_system_time_are_found_behind_a_name_with_blanks_and_parentheses() {
        final String line = "4711 (a (bad) name) S 1 4711 4711 0 -1 4194304 100 0 0 0 250 50 7 8 20 0 30 0 12345 1 2 3";
        assertEquals(3_000_000_000L, CpuWindow.cpuNs(line));
    }
}

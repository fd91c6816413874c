package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecoveryProgressTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private long nowNs = 5;
    private final RecoveryProgress progress = new RecoveryProgress(3, () -> nowNs, lines::add);

    @Test
    void a_short_recovery_says_nothing() {
        progress.accept(0.5);
        nowNs += SECOND_NS;
        progress.accept(0.9);
        progress.accept(1);
        assertEquals(List.of(), lines);
    }

    @Test
    void a_long_one_says_now_and_then_how_much_is_left() {
        nowNs += 4 * SECOND_NS;
        progress.accept(0.2);
        nowNs += SECOND_NS;
        progress.accept(0.3);
        nowNs += 3 * SECOND_NS;
        progress.accept(0.8);
        assertEquals(
                List.of(
                        "engine 3: recovering, 20 % done, about 16 s left",
                        "engine 3: recovering, 80 % done, about 2 s left"),
                lines);
    }
}

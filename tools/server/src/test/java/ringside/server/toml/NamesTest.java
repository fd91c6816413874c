package ringside.server.toml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NamesTest {
    private static final List<String> KNOWN = List.of("bots", "scoreLimit", "fog");

    @Test
    void the_nearest_name_is_proposed_when_one_is_near() {
        assertEquals(" (did you mean bots?)", Names.hint("boots", KNOWN));
        assertEquals(" (did you mean scoreLimit?)", Names.hint("scorelimt", KNOWN));
        assertEquals(" (did you mean fog?)", Names.hint("FOG", KNOWN));
        assertEquals(" (did you mean bots?)", Names.hint("bost", KNOWN));
        assertEquals("", Names.hint("gravity", KNOWN));
        assertEquals("", Names.hint("", KNOWN));
        assertEquals("", Names.hint("x".repeat(10_000), KNOWN));
    }
}

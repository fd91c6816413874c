package ringside.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class VerbsTest {
    @Test
    void each_verb_is_found_under_the_name_that_it_gives_itself() {
        assertEquals(
                Verbs.NAMES, List.copyOf(Main.commandLine().getSubcommands().keySet()));
        for (final String verb : Verbs.NAMES) {
            assertEquals(
                    List.of(verb),
                    List.copyOf(
                            Main.commandLine(verb, "--help").getSubcommands().keySet()));
        }
    }

    @Test
    void what_is_no_verb_is_answered_by_all_of_them() {
        assertEquals(
                Verbs.NAMES,
                List.copyOf(Main.commandLine("--help").getSubcommands().keySet()));
        assertEquals(
                Verbs.NAMES,
                List.copyOf(Main.commandLine("srve").getSubcommands().keySet()));
        assertEquals(
                Verbs.NAMES,
                List.copyOf(Main.commandLine(new String[0]).getSubcommands().keySet()));
    }
}

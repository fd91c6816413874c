package ringside.server.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ringside.engine.logic.GameTypes;
import ringside.server.Games;

/** The rules that come with the arena, for operators to begin with. */
final class SampleRulesTest {
    private static final Path SAMPLES = Path.of("..", "arena", "rules");

    @Test
    void they_are_without_a_problem_and_the_standard_set_is_what_the_game_does_anyway() {
        final GameTypes types = Games.load();
        final RuleSource.Reading reading =
                new RuleSource(SAMPLES, types, Games.require(types, "arena"), List.of()).read();
        assertEquals(List.of(), reading.problems());
        assertEquals(Set.of("arena", "duel"), reading.sets().keySet());
        final RuleRecord standard = reading.sets().get("arena").record();
        assertEquals(List.of(), standard.changesSince(RuleRecord.of(standard.type(), List.of())));
        final String changes =
                String.join(", ", reading.sets().get("duel").record().changesSince(standard));
        assertTrue(changes.startsWith("bots 6 -> 2, scoreLimit 20 -> 5, damage 25 -> 50, botTree none -> "), changes);
    }
}

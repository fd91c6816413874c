package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import ringside.engine.game.Game;
import ringside.engine.game.Match;

/** A recording plays in another virtual machine, and what depends on the machine is caught there. */
class OtherJvmsTest {
    private static final List<OtherJvm> TURKISH =
            List.of(OtherJvm.with("-Xint -Duser.language=tr -Dfile.encoding=UTF-16"));

    @Test
    void a_sound_game_comes_out_the_same() {
        played(Runners.class).recording().verifyIn(TURKISH);
    }

    @Test
    void what_depends_on_the_locale_is_named_by_column() {
        final Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            final Recording recording = played(Spells.class).recording();
            recording.verify();
            final AssertionError error = assertThrows(AssertionError.class, () -> recording.verifyIn(TURKISH));
            assertTrue(error.getMessage().contains("runners[0].hops is 305, was 105"), error.getMessage());
            assertTrue(error.getMessage().contains("'frame 7 "), error.getMessage());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void what_the_other_machine_throws_is_told() {
        final Recording recording = played(Runners.class).recording();
        final AssertionError error =
                assertThrows(AssertionError.class, () -> recording.verifyIn(List.of(OtherJvm.with("-Xmx1k"))));
        assertTrue(error.getMessage().contains("ended with status 1"), error.getMessage());
    }

    @Test
    void a_game_that_a_supplier_makes_stays_here() {
        final Recording recording = MatchSetup.of(Runners::new).start().frame().recording();
        recording.verify();
        assertThrows(IllegalArgumentException.class, () -> recording.verifyIn(TURKISH));
    }

    private static TestMatch played(final Class<? extends Game> game) {
        final TestMatch match = MatchSetup.of(game).start();
        final TestPlayer ann = match.join("name", "ann");
        ann.row("runners").set("x", 5);
        ann.hold(20, "move", 7);
        ann.command("cheer");
        return match.frames(20);
    }

    static final class Spells extends Runners {
        @Override
        void extra(final Match match) {
            if (match.frame() >= 7) {
                match.set(match.first(runners), hops, letter() % 1000);
            }
        }

        // The default locale is what this is about.
        @SuppressWarnings("StringCaseLocaleUsage")
        private static int letter() {
            return "I".toLowerCase().charAt(0);
        }
    }
}

package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ringside.engine.game.Match;

/** What a run may happen to miss is seen in the byte code. */
class GamePurityTest {
    private static final String PACKAGE = "ringside.testkit";

    @Test
    void a_sound_game_is_pure() {
        GamePurity.check(PACKAGE, read(Runners.class));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                VerificationTest.StaticCounter.class,
                VerificationTest.IdentityOrder.class,
                Clock.class,
                Sine.class,
                File.class,
                Locked.class
            })
    void an_impure_game_is_named(final Class<?> game) {
        final AssertionError error = assertThrows(AssertionError.class, () -> GamePurity.check(PACKAGE, read(game)));
        assertTrue(error.getMessage().contains(game.getName()), error.getMessage());
    }

    @Test
    void a_package_without_classes_is_a_mistake() {
        assertThrows(IllegalArgumentException.class, () -> GamePurity.check("ringside.nothing"));
    }

    private static JavaClasses read(final Class<?> game) {
        return new ClassFileImporter().importClasses(game);
    }

    static final class Clock extends Runners {
        @Override
        void extra(final Match match) {
            match.set(luck, System.nanoTime());
        }
    }

    static final class Sine extends Runners {
        @Override
        void extra(final Match match) {
            match.set(luck, (long) Math.sin(match.frame()));
        }
    }

    static final class File extends Runners {
        @Override
        void extra(final Match match) {
            match.set(luck, new java.io.File("luck").length());
        }
    }

    static final class Locked extends Runners {
        @Override
        void extra(final Match match) {
            synchronized (this) {
                match.set(luck, 1);
            }
        }
    }
}

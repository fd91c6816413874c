package ringside.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import ringside.engine.game.Game;

/**
 * Makes the tests of a class deterministic tests of a game. A test method may take a {@link TestMatch}, which is begun
 * for it, or a {@link MatchSetup}, to begin matches itself. After each test that passed, every match that it began is run
 * again in all the {@link #verify ways}, and the test fails when one comes out differently.
 *
 * <p>{@code -Dringside.seed=N} replaces the seed; a test that fails says which it had.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(RingsideExtension.class)
public @interface RingsideTest {
    /** The game: it has a constructor without parameters, of any visibility. */
    Class<? extends Game> game();

    /** Frames in a second. */
    int hz() default 60;

    /** Seed of the match's random numbers. */
    long seed() default 1;

    /** Frames for which seats are held; -1 for 30 seconds. */
    int seatHoldFrames() default -1;

    /** Ways in which every match is run again; {@code {}} for none. */
    Way[] verify() default {
        Way.AGAIN, Way.SAME_GAME, Way.CHECKPOINTS, Way.BESIDE_ANOTHER, Way.OTHER_SNAPSHOTS, Way.VISIBLE
    };
}

package ringside.replay.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import ringside.engine.game.Game;

/**
 * A test for each match file in a folder: the build under test plays it, and every frame must have the hash that was recorded. A
 * failure names match, frame, table, row and column, and both values, where they can be found out. The method's own body runs after
 * that, and may ask more of the {@link RecordedMatch} that it takes as a parameter; mostly it is empty:
 *
 * <pre>{@code
 * final class RecordingsTest {
 *     @RecordedMatches("src/test/resources/recordings")
 *     void plays_as_recorded(RecordedMatch match) {}
 * }
 * }</pre>
 *
 * A folder without match files fails, so that a wrong path does not pass for a good build.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(RecordedMatchesExtension.class)
public @interface RecordedMatches {
    /** The folder, from where the tests run. Folders in it count too. */
    String value();

    /** The games that were recorded, with constructors without parameters; those that the class path offers unless said. */
    Class<? extends Game>[] games() default {};
}

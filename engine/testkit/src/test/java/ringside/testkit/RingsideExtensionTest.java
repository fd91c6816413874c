package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import ringside.testkit.VerificationTest.FieldCounter;
import ringside.testkit.VerificationTest.StaticCounter;

/** What a test began is run again after it, unless switched off; a failure says how it is repeated. */
class RingsideExtensionTest {
    @Test
    void a_test_that_passes_fails_when_its_match_comes_out_differently() {
        final List<Throwable> failures = failuresOf(Unsound.class);
        assertEquals(1, failures.size());
        assertTrue(failures.get(0).getMessage().startsWith("runners: " + Way.AGAIN.title()));
    }

    @Test
    void every_match_of_a_test_is_run_again_in_the_chosen_ways() {
        final List<Throwable> failures = failuresOf(UnsoundTwice.class);
        assertEquals(1, failures.size());
        assertTrue(failures.get(0).getMessage().startsWith("runners: " + Way.CHECKPOINTS.title()));
    }

    @Test
    void nothing_is_run_again_where_that_is_switched_off() {
        assertEquals(List.of(), failuresOf(SwitchedOff.class));
    }

    @Test
    void a_failure_says_the_seed_and_the_frame() {
        final List<Throwable> failures = failuresOf(Failing.class);
        assertEquals(1, failures.size());
        assertEquals("as it must", failures.get(0).getMessage());
        assertEquals(
                "runners stood at frame 3. Repeat with -Dringside.seed=99",
                failures.get(0).getSuppressed()[0].getMessage());
    }

    @Test
    void a_class_within_a_class_has_the_game_of_the_outer() {
        assertEquals(List.of(), failuresOf(Outer.class));
    }

    private static List<Throwable> failuresOf(final Class<?> tests) {
        final List<Throwable> failures = new ArrayList<>();
        final List<String> started = new ArrayList<>();
        final LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(final TestIdentifier test, final TestExecutionResult result) {
                if (test.isTest()) {
                    started.add(test.getDisplayName());
                }
                result.getThrowable().ifPresent(failures::add);
            }
        });
        assertEquals(1, started.size(), tests + " has one test: " + started);
        return failures;
    }

    @RingsideTest(game = StaticCounter.class)
    static final class Unsound {
        @Test
        void passes(final TestMatch match) {
            match.frames(10);
        }
    }

    @RingsideTest(
            game = FieldCounter.class,
            verify = {Way.AGAIN, Way.CHECKPOINTS})
    static final class UnsoundTwice {
        @Test
        void passes(final TestMatch short1, final MatchSetup setup) {
            short1.frames(2);
            setup.start().frames(30);
        }
    }

    @RingsideTest(
            game = StaticCounter.class,
            verify = {})
    static final class SwitchedOff {
        @Test
        void passes(final TestMatch match) {
            match.frames(10);
        }
    }

    @RingsideTest(game = Runners.class, seed = 99)
    static final class Failing {
        @Test
        void fails(final TestMatch match) {
            match.frames(3);
            throw new AssertionError("as it must");
        }
    }

    @RingsideTest(game = Runners.class, hz = 7)
    static final class Outer {
        @Nested
        class Inner {
            @Test
            void passes(final TestMatch match) {
                assertEquals(7, match.match().hz());
            }
        }
    }
}

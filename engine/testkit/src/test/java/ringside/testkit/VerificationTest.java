package ringside.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.game.Viewer;
import ringside.layout.RowSet;
import ringside.layout.State;

/** Every kind of impurity is caught by the way that is meant to catch it, and a sound game by none. */
class VerificationTest {
    @ParameterizedTest
    @EnumSource(Way.class)
    void a_sound_game_comes_out_the_same_in_every_way(final Way way) {
        played(Runners.class, 200).recording().verify(way);
    }

    @Test
    void state_in_a_field_is_lost_at_a_checkpoint_and_shared_between_matches() {
        expectCaught(Way.CHECKPOINTS, FieldCounter.class);
        expectCaught(Way.BESIDE_ANOTHER, FieldCounter.class);
        expectCaught(Way.SAME_GAME, FieldCounter.class);
        played(FieldCounter.class, 50).recording().verify(Way.AGAIN);
    }

    @Test
    void a_static_counter_is_caught_by_running_again() {
        final String message = expectCaught(Way.AGAIN, StaticCounter.class);
        assertTrue(message.contains("track.cheers is "), message);
        assertTrue(message.contains("frame 1 came out differently"), message);
        assertTrue(message.contains("-Dringside.seed=1"), message);
    }

    @Test
    void the_order_of_identity_hashes_is_caught_by_running_again() {
        expectCaught(Way.AGAIN, IdentityOrder.class);
    }

    @Test
    void an_exception_of_one_run_only_is_named() {
        final AssertionError error = assertThrows(
                AssertionError.class,
                () -> played(ThrowsSecondTime.class, 50).recording().verify(Way.SAME_GAME));
        assertTrue(error.getMessage().contains("the game threw, which it did not the first time"), error.getMessage());
        assertEquals("once is enough", error.getCause().getMessage());
    }

    @Test
    void a_visible_that_writes_or_remembers_is_caught() {
        final String writes = expectCaught(Way.VISIBLE, VisibleWrites.class);
        assertTrue(writes.contains("the state was changed: track.cheers"), writes);
        final String remembers = expectCaught(Way.VISIBLE, VisibleRemembers.class);
        assertTrue(remembers.contains("depending on which seats were asked before"), remembers);
    }

    @Test
    void a_difference_in_a_row_that_is_alive_or_not_is_named() {
        final String message = expectCaught(Way.CHECKPOINTS, FieldRemover.class);
        assertTrue(message.contains("runners[0] is alive, generation 1, was dead"), message);
    }

    @Test
    void the_answers_are_compared_too() {
        final String message = expectCaught(Way.SAME_GAME, AnswersOnce.class);
        assertTrue(message.contains("COMMAND_REFUSED"), message);
    }

    private static String expectCaught(final Way way, final Class<? extends Game> game) {
        final Recording recording = played(game, 50).recording();
        final AssertionError error = assertThrows(AssertionError.class, () -> recording.verify(way));
        assertTrue(error.getMessage().startsWith("runners: " + way.title()), error.getMessage());
        return error.getMessage();
    }

    private static TestMatch played(final Class<? extends Game> game, final int frames) {
        final TestMatch match = MatchSetup.of(game).start();
        final TestPlayer ann = match.join("name", "ann");
        final TestPlayer bob = match.join("name", "bob");
        for (int i = 0; i < frames / 10; i++) {
            ann.hold(7, "move", i % 3 - 1, "hop", i % 2 == 0);
            bob.hold(9, "move", 1);
            ann.command("cheer");
            match.frames(10);
            if (i == 2) {
                bob.disconnect().resume();
            }
        }
        return match;
    }

    static final class FieldCounter extends Runners {
        private int steps;

        @Override
        void extra(final Match match) {
            match.set(cheers, ++steps % 1000);
        }
    }

    static final class StaticCounter extends Runners {
        private static int steps;

        @Override
        void extra(final Match match) {
            match.set(cheers, ++steps % 1000);
        }
    }

    static final class IdentityOrder extends Runners {
        @Override
        void extra(final Match match) {
            final Map<Object, Integer> map = new HashMap<>();
            for (int i = 0; i < 16; i++) {
                map.put(new Object(), i);
            }
            match.set(cheers, map.values().iterator().next());
        }
    }

    static final class ThrowsSecondTime extends Runners {
        private int firstFrames;

        @Override
        void extra(final Match match) {
            firstFrames += match.frame() == 1 ? 1 : 0;
            if (firstFrames == 2 && match.frame() == 12) {
                throw new IllegalStateException("once is enough");
            }
        }
    }

    static final class VisibleWrites extends Runners {
        @Override
        public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
            snapshot.set(cheers, 1 + viewer.seat());
        }
    }

    static final class VisibleRemembers extends Runners {
        private final Set<Integer> asked = new HashSet<>();

        @Override
        public void visible(final Viewer viewer, final State snapshot, final RowSet visible) {
            asked.add(viewer.seat());
            if (asked.contains(0)) {
                visible.addAll();
            }
        }
    }

    static final class FieldRemover extends Runners {
        private boolean removed;

        @Override
        void extra(final Match match) {
            if (match.frame() == 12) {
                match.remove(runners, match.rowAt(runners, 0));
                removed = true;
            }
            if (!removed && match.frame() > 20 && match.rowAt(runners, 0) == 0) {
                match.set(match.addAt(runners, 0), seat, 0);
            }
        }

        @Override
        public void left(final Match match, final int who) {}
    }

    static final class AnswersOnce extends Runners {
        private int asked;

        @Override
        public boolean command(final Match match, final int who, final ringside.layout.RecordView command) {
            return ++asked <= 5;
        }
    }
}

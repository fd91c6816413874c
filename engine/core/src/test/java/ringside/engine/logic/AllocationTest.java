package ringside.engine.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.support.Brawl;
import ringside.engine.support.Events;

/** What the applying thread allocates, warm: nothing. */
class AllocationTest {
    private static final int PLAYERS = 10;
    private static final int WARM_FRAMES = 15_000;
    private static final int FRAMES = 10_000;

    private final Brawl game = new Brawl("brawl", 1, PLAYERS);
    private final GameType type = new GameType(game);
    private final Events events = new Events(game, type);
    private final EngineMemory memory = new EngineMemory(LogicSettings.at(60).withMaxMatches(4), GameTypes.of(type), 8);
    private final Counts counts = new Counts();
    private final FrameLoop loop = new FrameLoop(memory, counts, -1);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private int frame;

    @Test
    void ten_players_sending_inputs_and_commands_allocate_nothing() {
        play(WARM_FRAMES);
        // A compiler that throws its work away rebuilds a few objects, a hundred bytes now and then (none with -Xint).
        // What logic allocates comes every frame, or every hundredth: it is in every window.
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 5 && least > 0; window++) {
            least = Math.min(least, allocatedBy(FRAMES));
        }
        assertEquals(0, least, "bytes in " + FRAMES + " frames");
        assertTrue(memory.matches().get(0).frame() >= WARM_FRAMES + FRAMES);
        assertEquals(0, counts.failures);
        assertTrue(counts.hashes >= WARM_FRAMES + FRAMES);
        assertTrue(memory.matches().get(0).state().get(game.words) > 100);
    }

    @Test
    void a_game_that_allocates_is_caught() {
        play(100);
        feed(events.arm(1, 1, 1 + words(1), Brawl.Trap.ALLOCATE));
        play(1000);
        assertTrue(allocatedBy(1000) >= 1000 * 16, "an array a frame");
    }

    private long allocatedBy(final int frames) {
        final long thread = Thread.currentThread().getId();
        // Asked once before, so that nothing is loaded while it is measured.
        threads.getThreadAllocatedBytes(thread);
        final long before = threads.getThreadAllocatedBytes(thread);
        play(frames);
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    private void play(final int frames) {
        if (frame == 0) {
            feed(events.create(1, 7));
            for (int player = 1; player <= PLAYERS; player++) {
                feed(events.join(1, player));
            }
        }
        for (int i = 0; i < frames; i++) {
            frame++;
            for (int player = 1; player <= PLAYERS; player++) {
                inputs(player);
            }
            feed(events.frame());
        }
    }

    /** Every tenth input is missing, every seventh late, every fifth repeated; now and then a command. */
    private void inputs(final int player) {
        final int draw = frame * 31 + player * 7;
        if (draw % 10 == 0) {
            return;
        }
        final int target = draw % 7 == 0 ? frame - 1 : frame + draw % 3;
        final boolean fire = draw % 4 == 0;
        feedInput(player, target, draw, fire);
        if (draw % 5 == 0) {
            feedInput(player, target, draw, fire);
        }
        if (draw % 11 == 0 && player == 2) {
            feed(events.say(1, player, 1 + words(player), draw));
        }
        if (draw % 13 == 0) {
            feedInput(player, frame + 100, draw, fire);
        }
    }

    private void feedInput(final int player, final int target, final int draw, final boolean fire) {
        feed(events.input(1, player, frame, target, draw % 100, fire));
    }

    private int words(final int player) {
        final LiveMatch match = memory.slot(0).match();
        return match.get(match.seatRow(player - 1), match.tables().commandSeq);
    }

    private void feed(final Event event) {
        event.position(loop.position() + 1);
        loop.apply(event);
    }

    /** Counts and forgets. */
    private static final class Counts extends MutedOutput {
        private long hashes;
        private int failures;

        @Override
        public void hashed(final int match, final int frame, final long hash, final long position) {
            hashes++;
        }

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {
            failures++;
        }
    }
}

package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import ringside.journal.support.Events;
import ringside.journal.support.Recorder;
import ringside.journal.support.Seed;

/** A live tail that looks damaged for a moment, because it is read while it is written. */
class JournalFollowerTest {
    private static final ServerId SERVER = new ServerId(1, 2);

    private final MemoryRecordStore store = new MemoryRecordStore(1 << 24, 20_000, 1 << 14);
    private final Marks marks = Marks.inMemory(SERVER);
    private final SplittableRandom random = new SplittableRandom(Seed.of("JournalFollowerTest"));
    /** So many steps of any cursor find damage. */
    private int damagedSteps;

    private JournalFollower follower() {
        return new JournalFollower(() -> new Moody(store.read()), marks, 0);
    }

    @Test
    void a_tail_that_looked_damaged_for_a_moment_is_followed_on_and_nothing_is_delivered_twice() {
        final Recorder seen = new Recorder();
        final Events events = new Events();
        final JournalWriter writer = JournalWriter.open(store, marks, new Reign(SERVER, 7, "{}"), 0);
        try (JournalFollower follower = follower()) {
            for (int round = 0; round < 300; round++) {
                events.appendBatches(writer, random.nextInt(30), random);
                damagedSteps = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
                for (int look = 0; look < 8; look++) {
                    follower.poll(seen, 1 + random.nextInt(20));
                }
            }
            damagedSteps = 0;
            while (follower.poll(seen, 100) > 0) {
                // To the end.
            }
            assertEquals(writer.appendedPosition() + 1, follower.nextPosition());
        }
        assertEquals(events.written(), seen.events());
        assertEquals(1, seen.epochs().size());
    }

    @Test
    void a_tail_that_stays_damaged_is_named() {
        final JournalWriter writer = JournalWriter.open(store, marks, new Reign(SERVER, 7, "{}"), 0);
        new Events().appendBatches(writer, 50, random);
        try (JournalFollower follower = follower()) {
            assertTrue(follower.poll(new Recorder(), 1_000) > 0);
            new Events().appendBatches(writer, 50, random);
            damagedSteps = Integer.MAX_VALUE;
            final JournalException corrupt = assertThrows(JournalException.class, () -> {
                for (int look = 0; look < 100; look++) {
                    follower.poll(new Recorder(), 1_000);
                }
            });
            assertEquals(JournalException.Code.CORRUPT, corrupt.code());
        }
    }

    /** Finds damage as often as the test says, and then, as cursors do, for ever. */
    private final class Moody implements RecordCursor {
        private final RecordCursor to;
        private boolean isDamaged;
        private boolean hasStepped;

        Moody(final RecordCursor to) {
            this.to = to;
        }

        @Override
        public Step next() {
            // Never at once: what was read before can be read again.
            if (hasStepped && damagedSteps > 0 && !isDamaged) {
                damagedSteps--;
                isDamaged = true;
            }
            hasStepped = true;
            return isDamaged ? Step.DAMAGED : to.next();
        }

        @Override
        public String problem() {
            return isDamaged ? "half a record" : to.problem();
        }

        @Override
        public boolean looksUnwritten() {
            return false;
        }

        @Override
        public void reload() {
            to.reload();
        }

        @Override
        public DirectBuffer buffer() {
            return to.buffer();
        }

        @Override
        public int offset() {
            return to.offset();
        }

        @Override
        public int lengthBytes() {
            return to.lengthBytes();
        }

        @Override
        public RecordAddress end() {
            return to.end();
        }

        @Override
        public String place() {
            return to.place();
        }

        @Override
        public boolean holds(final Probe probe) {
            return to.holds(probe);
        }

        @Override
        public @Nullable DirectBuffer keptEpoch() {
            return to.keptEpoch();
        }

        @Override
        public int segments() {
            return to.segments();
        }

        @Override
        public void toSegment(final int index) {
            to.toSegment(index);
        }

        @Override
        public void close() {
            to.close();
        }
    }
}

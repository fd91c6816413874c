package ringside.snapshot.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckpointerTest {
    private static final int INTERVAL = 10;
    private static final int LEAST = 4;
    private static final int MOST_EVENTS = 1_000;
    private static final int BUSY = 6;
    private static final CheckpointPace PACE = new CheckpointPace(INTERVAL, MOST_EVENTS, BUSY, LEAST);

    private final MemoryStorage storage = new MemoryStorage();
    private final List<CheckpointInfo> written = new ArrayList<>();
    private final List<CheckpointException> failed = new ArrayList<>();
    private final TestEngine engine = new TestEngine().withMatches();
    private final Checkpointer checkpointer =
            new Checkpointer(new CheckpointStore(storage, TestEngine.SERVER, 2), "{}", PACE, written::add, failed::add);

    private void frames(final int count) {
        for (int i = 0; i < count; i++) {
            engine.frames(1);
            checkpointer.frameDone(engine.memory, engine.position());
        }
    }

    private int work() {
        return checkpointer.doWork();
    }

    @Test
    void the_memory_is_copied_at_intervals_only() {
        frames(INTERVAL - 1);
        assertEquals(0, work());
        frames(1);
        final long first = engine.position();
        assertEquals(1, work());
        assertEquals(0, work());
        frames(INTERVAL - 1);
        assertEquals(0, work());
        frames(1);
        assertEquals(1, work());
        assertEquals(
                List.of(first, engine.position()),
                written.stream().map(CheckpointInfo::position).toList());
        assertEquals(
                List.of(INTERVAL, 2 * INTERVAL),
                written.stream().map(CheckpointInfo::tick).toList());
    }

    @Test
    void while_one_waits_to_be_written_none_is_queued() {
        frames(INTERVAL);
        final long first = engine.position();
        checkpointer.want();
        frames(1);
        assertFalse(checkpointer.isIdle());
        assertEquals(1, work());
        assertTrue(checkpointer.isIdle());
        assertEquals(0, work());
        assertEquals(first, written.get(0).position());
        frames(1);
        assertEquals(1, work());
        assertEquals(engine.position(), written.get(1).position());
        assertEquals(2, written.size());
    }

    @Test
    void a_match_that_ends_is_kept_soon_but_not_every_one_at_once() {
        frames(LEAST - 1);
        checkpointer.matchEnded();
        assertEquals(0, work());
        frames(1);
        assertEquals(1, work());
        checkpointer.matchEnded();
        frames(LEAST - 1);
        assertEquals(0, work());
        frames(1);
        assertEquals(1, work());
        frames(INTERVAL - 1);
        assertEquals(0, work());
    }

    @Test
    void a_copy_that_logic_overtook_is_void_and_the_next_frame_is_tried() {
        frames(INTERVAL);
        frames(TestEngine.SNAPSHOTS);
        assertEquals(1, work());
        assertTrue(written.isEmpty());
        assertTrue(failed.isEmpty());
        frames(1);
        assertEquals(1, work());
        assertEquals(engine.position(), written.get(0).position());
    }

    @Test
    void where_logic_is_always_faster_it_copies_itself_once() {
        frames(INTERVAL);
        for (int i = 0; i < Checkpointer.MOST_OVERTAKEN; i++) {
            frames(TestEngine.SNAPSHOTS);
            assertEquals(1, work());
            assertTrue(written.isEmpty());
            frames(1);
        }
        final long kept = engine.position();
        frames(TestEngine.SNAPSHOTS);
        assertEquals(1, work());
        assertEquals(kept, written.get(0).position());
    }

    @Test
    void many_events_make_one_due_before_its_time_but_not_one_after_the_other() {
        final CheckpointPace few = new CheckpointPace(INTERVAL, BUSY - 2, BUSY, LEAST);
        final Checkpointer busy = new Checkpointer(
                new CheckpointStore(storage, TestEngine.SERVER, 2), "{}", few, written::add, failed::add);
        for (int i = 1; i <= 2 * BUSY; i++) {
            engine.frames(1);
            busy.frameDone(engine.memory, engine.position());
            assertEquals(i % BUSY == 0 ? 1 : 0, busy.doWork(), "frame " + i);
        }
    }

    @Test
    void events_that_recovery_replayed_count() {
        engine.frames(MOST_EVENTS);
        checkpointer.startAt(MOST_EVENTS, engine.position() - MOST_EVENTS);
        frames(BUSY - 1);
        assertEquals(0, work());
        frames(1);
        assertEquals(1, work());
    }

    @Test
    void the_pace_of_an_engine_follows_from_its_settings() {
        assertEquals(new CheckpointPace(600, 200_000, 120, 60), CheckpointPace.of(10, 200_000, 60));
        assertEquals(new CheckpointPace(60, 200_000, 60, 60), CheckpointPace.of(1, 200_000, 60));
    }

    @Test
    void after_recovery_the_first_interval_begins_at_the_recovered_tick() {
        engine.frames(95);
        checkpointer.startAt(95, engine.position());
        frames(INTERVAL - 1);
        assertEquals(0, work());
        frames(1);
        assertEquals(1, work());
    }

    @Test
    void a_failure_is_reported_and_the_next_interval_tries_again() {
        storage.failsToWrite = true;
        frames(INTERVAL);
        assertEquals(1, work());
        assertEquals(1, failed.size());
        assertTrue(String.valueOf(failed.get(0).getMessage()).contains("No space left"));
        assertEquals(0, work());
        storage.failsToWrite = false;
        frames(INTERVAL);
        assertEquals(1, work());
        assertEquals(1, written.size());
        assertEquals(1, failed.size());
    }

    @Test
    void copying_allocates_nothing_once_the_image_has_grown() {
        final CheckpointImage image = engine.frames(1).image();
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        capture(image, 2_000);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5; attempt++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            capture(image, 1_000);
            least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
        }
        assertEquals(0, least, least + " bytes in 1,000 copies of " + image.lengthBytes());
    }

    private void capture(final CheckpointImage image, final int times) {
        for (int i = 0; i < times; i++) {
            image.capture(engine.memory, engine.position());
        }
    }
}

package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class DeadlineHeapTest {
    private static final class Task extends DeadlineHeap.Entry {}

    @Test
    void entries_come_out_when_they_are_due_however_they_were_moved() {
        final long seed = Long.getLong("ringside.seed", Long.getLong("ringside.defaultSeed", System.nanoTime()));
        System.out.println("entries_come_out_when_they_are_due: -Dringside.seed=" + seed);
        final SplittableRandom random = new SplittableRandom(seed);
        final DeadlineHeap heap = new DeadlineHeap();
        final Map<DeadlineHeap.Entry, Long> expected = new HashMap<>();
        final Task[] tasks = new Task[100];
        for (int i = 0; i < tasks.length; i++) {
            tasks[i] = new Task();
        }
        for (int step = 0; step < 20_000; step++) {
            final Task task = tasks[random.nextInt(tasks.length)];
            final long deadline = random.nextInt(10) == 0 ? Long.MAX_VALUE : random.nextLong(1_000);
            heap.set(task, deadline);
            expected.remove(task);
            if (deadline != Long.MAX_VALUE) {
                expected.put(task, deadline);
            }
            final long earliest =
                    expected.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
            assertEquals(earliest, heap.earliestNs());
            if (random.nextInt(3) == 0) {
                assertNull(heap.pollDue(earliest - 1));
                final DeadlineHeap.Entry due = heap.pollDue(earliest);
                assertEquals(earliest, due == null ? Long.MAX_VALUE : expected.remove(due));
            }
        }
    }

    @Test
    void an_entry_that_is_not_there_has_no_deadline() {
        final DeadlineHeap heap = new DeadlineHeap();
        final Task task = new Task();
        assertEquals(Long.MAX_VALUE, DeadlineHeap.deadlineNs(task));
        heap.set(task, 5);
        assertEquals(5, DeadlineHeap.deadlineNs(task));
        assertSame(task, heap.pollDue(5));
        assertEquals(Long.MAX_VALUE, DeadlineHeap.deadlineNs(task));
    }
}

package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ringside.engine.output.AnswerKind;
import ringside.engine.support.MemoryJournal;
import ringside.engine.support.RecordingOutput;
import ringside.engine.support.RecordingOutput.Answer;
import ringside.engine.support.RecordingOutput.Hash;

/** The two queues that lead away from logic. */
@Timeout(60)
class QueuesTest {
    private final RecordingOutput taken = new RecordingOutput();

    // ---- answers

    @Test
    void an_answer_arrives_as_it_was_given() {
        final AnswerQueue queue = new AnswerQueue(1024);
        queue.answer(AnswerKind.RESUMED, Long.MAX_VALUE, -2, -3, -4, -5, -6);
        assertEquals(1, queue.drain(Long.MAX_VALUE, taken));
        assertEquals(List.of(new Answer(AnswerKind.RESUMED, Long.MAX_VALUE, -2, -3, -4, -5, -6)), taken.answers);
        assertEquals(0, queue.drain(Long.MAX_VALUE, taken));
    }

    @Test
    void an_answer_waits_until_its_position_is_safe_and_holds_up_those_behind_it() {
        final AnswerQueue queue = new AnswerQueue(1024);
        for (final long position : new long[] {3, 3, 5, 9}) {
            queue.answer(AnswerKind.JOINED, position, 0, 0, 0, 0, 0);
        }
        assertEquals(0, queue.drain(2, taken));
        assertEquals(2, queue.drain(4, taken));
        assertEquals(0, queue.drain(4, taken));
        assertEquals(0, queue.drain(-1, taken));
        assertEquals(1, queue.drain(8, taken));
        assertEquals(1, queue.drain(9, taken));
        assertEquals(
                List.of(3L, 3L, 5L, 9L),
                taken.answers.stream().map(Answer::position).toList());
    }

    @Test
    void an_answer_that_finds_the_queue_full_is_counted_and_the_others_stay() {
        final AnswerQueue queue = new AnswerQueue(1024);
        for (int i = 0; i < 100; i++) {
            queue.answer(AnswerKind.JOINED, i, 0, 0, 0, 0, 0);
        }
        final int kept = queue.drain(Long.MAX_VALUE, taken);
        assertTrue(kept >= 1024 / 48 - 1, kept + " kept");
        assertEquals(100 - kept, queue.dropped());
        for (int i = 0; i < kept; i++) {
            assertEquals(i, taken.answers.get(i).position());
        }
        queue.answer(AnswerKind.LEFT, 100, 0, 0, 0, 0, 0);
        assertEquals(1, queue.drain(Long.MAX_VALUE, taken), "room again");
    }

    @Test
    void a_queue_without_room_for_an_answer_is_refused_at_once() {
        for (final int capacity : new int[] {8, 64, 256, 1000}) {
            assertThrows(IllegalArgumentException.class, () -> new AnswerQueue(capacity), "capacity " + capacity);
        }
        new AnswerQueue(512).answer(AnswerKind.JOINED, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void answers_pass_between_two_threads_in_order() throws InterruptedException {
        final AnswerQueue queue = new AnswerQueue(4096);
        final int count = 100_000;
        final Thread logic = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                queue.answer(AnswerKind.COMMAND_APPLIED, i, ~(long) i, i, i, i, i);
            }
        });
        logic.start();
        final long[] last = {-1};
        while (logic.isAlive() || queue.drain(Long.MAX_VALUE, this::ignore) > 0) {
            queue.drain(Long.MAX_VALUE, (kind, position, connection, match, player, sequence, detail) -> {
                assertTrue(position > last[0]);
                assertEquals(~position, connection);
                assertEquals((int) position, detail);
                last[0] = position;
                count(position);
            });
        }
        logic.join();
        assertEquals(count, seen + ignored + queue.dropped());
    }

    private long seen;
    private long ignored;

    private void count(final long position) {
        seen += position >= 0 ? 1 : 0;
    }

    private void ignore(
            final AnswerKind kind,
            final long position,
            final long connection,
            final int match,
            final int player,
            final int sequence,
            final int detail) {
        ignored++;
    }

    // ---- hashes

    @Test
    void hashes_reach_the_journal_in_order_and_once() {
        final HashQueue queue = new HashQueue(4);
        final MemoryJournal journal = new MemoryJournal();
        for (int round = 0; round < 10; round++) {
            queue.add(0, round, -round);
            queue.add(Integer.MAX_VALUE, Integer.MAX_VALUE - round, Long.MIN_VALUE + round);
            queue.drainTo(journal);
            queue.drainTo(journal);
            journal.commit();
            assertEquals(
                    List.of(
                            new Hash(0, round, -round, -1),
                            new Hash(Integer.MAX_VALUE, Integer.MAX_VALUE - round, Long.MIN_VALUE + round, -1)),
                    journal.batches().get(round).annotations());
        }
    }

    @Test
    void more_hashes_than_were_asked_for_are_refused() {
        final HashQueue queue = new HashQueue(4);
        for (int i = 0; i < 4; i++) {
            queue.add(1, i, i);
        }
        final IllegalStateException e = assertThrows(IllegalStateException.class, () -> queue.add(1, 4, 4));
        assertTrue(e.getMessage().contains("the last 4 frame hashes"), e.getMessage());
        queue.drainTo(new MemoryJournal());
        queue.add(1, 4, 4);
    }

    @Test
    void the_room_is_what_was_asked_for_or_more() {
        for (int asked = 1; asked < 70; asked++) {
            final HashQueue queue = new HashQueue(asked);
            for (int i = 0; i < asked; i++) {
                queue.add(1, i, i);
            }
        }
    }

    @Test
    void hashes_pass_between_two_threads_whole() throws InterruptedException {
        final HashQueue queue = new HashQueue(64);
        final MemoryJournal journal = new MemoryJournal();
        final int count = 200_000;
        final Thread logic = new Thread(() -> {
            for (int i = 0; i < count; ) {
                try {
                    queue.add(i, i, ~(long) i);
                    i++;
                } catch (final IllegalStateException full) {
                    Thread.yield();
                }
            }
        });
        logic.start();
        while (logic.isAlive()) {
            queue.drainTo(journal);
            Thread.yield();
        }
        logic.join();
        queue.drainTo(journal);
        journal.commit();
        final List<Hash> hashes = journal.annotations();
        assertEquals(count, hashes.size());
        for (int i = 0; i < count; i++) {
            assertEquals(new Hash(i, i, ~(long) i, -1), hashes.get(i));
        }
    }

    // ---- settings

    @Test
    void bounds_that_cannot_be_are_refused_by_name() {
        refused("ringSize", () -> RingSettings.DEFAULT.withRingSize(33));
        refused("ringSize", () -> RingSettings.DEFAULT.withRingSize(1));
        refused("ringSize", () -> RingSettings.DEFAULT.withRingSize(1 << 24));
        refused("slotBytes", () -> RingSettings.DEFAULT.withSlotBytes(60));
        refused("slotBytes", () -> RingSettings.DEFAULT.withSlotBytes(68));
        refused("slotBytes", () -> RingSettings.DEFAULT.withSlotBytes(32_776));
        refused("maxBatchEvents", () -> new RingSettings(64, 64, 0));
    }

    private static void refused(final String name, final org.junit.jupiter.api.function.Executable settings) {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, settings);
        assertTrue(e.getMessage().startsWith(name + ":"), e.getMessage());
    }
}

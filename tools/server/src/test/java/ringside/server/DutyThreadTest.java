package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DutyThreadTest {
    private static void never(final Throwable cause) {
        throw new AssertionError(cause);
    }

    @Test
    void it_turns_until_it_is_closed_and_close_waits_for_the_turn_in_hand() throws InterruptedException {
        final CountDownLatch began = new CountDownLatch(100);
        final AtomicInteger inside = new AtomicInteger();
        final AtomicReference<@Nullable Thread> turning = new AtomicReference<>();
        final DutyThread thread = new DutyThread(
                "ringside-test",
                () -> {
                    turning.set(Thread.currentThread());
                    inside.incrementAndGet();
                    began.countDown();
                    inside.decrementAndGet();
                    return (int) (began.getCount() % 2);
                },
                () -> 1,
                DutyThreadTest::never);
        began.await();
        thread.close();
        assertEquals(0, inside.get());
        final Thread ended = turning.get();
        assertTrue(ended != null && !ended.isAlive());
        assertEquals("ringside-test", ended == null ? "" : ended.getName());
        thread.close();
    }

    @Test
    void a_long_rest_does_not_hold_close_up() throws InterruptedException {
        final CountDownLatch resting = new CountDownLatch(1);
        final DutyThread thread = new DutyThread(
                "ringside-test",
                () -> {
                    resting.countDown();
                    return 0;
                },
                () -> TimeUnit.HOURS.toNanos(1),
                DutyThreadTest::never);
        resting.await();
        thread.close();
    }

    @Test
    void what_a_turn_throws_is_reported_once_and_ends_the_thread() throws InterruptedException {
        final LinkedBlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();
        for (final Throwable planted : new Throwable[] {new Exception("planted"), new StackOverflowError("planted")}) {
            final DutyThread thread = new DutyThread(
                    "ringside-test",
                    () -> {
                        if (planted instanceof final Error error) {
                            throw error;
                        }
                        throw (Exception) planted;
                    },
                    () -> 1,
                    reported::add);
            assertSame(planted, reported.take());
            thread.close();
            assertTrue(reported.isEmpty());
        }
    }

    @Test
    void closing_keeps_an_interrupt_for_its_caller() {
        final DutyThread thread = new DutyThread("ringside-test", () -> 0, () -> 1, DutyThreadTest::never);
        Thread.currentThread().interrupt();
        thread.close();
        assertTrue(Thread.interrupted());
        assertFalse(Thread.interrupted());
    }

    @Test
    void a_duty_may_close_its_own_thread() throws InterruptedException {
        final LinkedBlockingQueue<DutyThread> itself = new LinkedBlockingQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);
        itself.add(new DutyThread(
                "ringside-test",
                () -> {
                    itself.take().close();
                    closed.countDown();
                    return 0;
                },
                () -> 1,
                DutyThreadTest::never));
        closed.await();
    }
}

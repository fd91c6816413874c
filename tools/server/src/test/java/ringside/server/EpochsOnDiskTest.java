package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several journals on their way to the disk at once. */
@Timeout(60)
final class EpochsOnDiskTest {
    private final EpochsOnDisk epochs = new EpochsOnDisk();

    @Test
    void it_is_waited_for_all_of_them_and_none_for_another() {
        final CountDownLatch both = new CountDownLatch(2);
        final AtomicInteger done = new AtomicInteger();
        for (int engine = 0; engine < 2; engine++) {
            epochs.begin(engine, () -> {
                both.countDown();
                awaitUninterrupted(both);
                done.incrementAndGet();
            });
        }
        epochs.await();
        assertEquals(2, done.get());
    }

    private static void awaitUninterrupted(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_disk_that_fails_is_told_to_whoever_waits() {
        final IllegalStateException failure = new IllegalStateException("the disk");
        epochs.begin(0, () -> {});
        epochs.begin(1, () -> {
            throw failure;
        });
        assertSame(failure, assertThrows(IllegalStateException.class, epochs::await));
    }
}

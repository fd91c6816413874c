package ringside.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.ring.AnswerQueue;
import ringside.engine.ring.EngineGraph;
import ringside.engine.ring.EngineParts;
import ringside.engine.ring.GraphKind;
import ringside.engine.ring.GraphSettings;
import ringside.engine.ring.LiveListener;
import ringside.engine.ring.LiveOutput;
import ringside.engine.ring.ThreadPinning;
import ringside.journal.support.FaultyStore;

/** The real graph over a journal whose disk stands still. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class JournalStallTest {
    private static final ServerId SERVER = new ServerId(5, 6);

    private final FaultyStore store = new FaultyStore(new MemoryRecordStore(256 << 20, 1_000_000, 1 << 20));
    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong early = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    @ParameterizedTest
    @EnumSource(GraphKind.class)
    void nothing_is_applied_that_is_not_journalled_and_who_offers_is_told_to_wait(final GraphKind kind)
            throws InterruptedException {
        final JournalWriter writer = JournalWriter.open(store, Marks.inMemory(SERVER), new Reign(SERVER, 1, "{}"), 0);
        final CountDownLatch stalled = new CountDownLatch(1);
        final CountDownLatch mended = new CountDownLatch(1);
        store.beforeAppending(() -> {
            stalled.countDown();
            awaitOpen(mended);
        });
        final LiveOutput output = new LiveOutput(1, 1, new AnswerQueue(1_024), new Deaf());
        try (EngineGraph graph = new EngineGraph(
                GraphSettings.forCores(2).withKind(kind),
                new EngineParts(
                        0,
                        writer,
                        event -> {
                            early.addAndGet(event.position() > writer.appendedPosition() ? 1 : 0);
                            applied.incrementAndGet();
                        },
                        output),
                (stage, position, event, cause) -> failure.set(cause),
                Thread::new,
                ThreadPinning.NONE)) {
            final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
            event.begin(EventType.INPUT, 1, 1, 24);
            long offered = 0;
            while (graph.offer(event)) {
                offered++;
            }
            assertTrue(stalled.await(30, TimeUnit.SECONDS));
            while (graph.offer(event)) {
                offered++;
            }
            assertTrue(offered > 0);
            assertEquals(0, applied.get());
            assertEquals(-1, writer.appendedPosition());

            mended.countDown();
            while (applied.get() < offered) {
                assertNull(failure.get());
                Thread.onSpinWait();
            }
            assertEquals(offered - 1, writer.appendedPosition());
            assertEquals(0, early.get());
            assertTrue(graph.offer(event), "there is room again");
        }
    }

    private static void awaitOpen(final CountDownLatch latch) {
        try {
            latch.await();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** There are no frames, so nobody is told anything. */
    private static final class Deaf implements LiveListener {
        @Override
        public void frameDone(final int tick, final long position, final long dueNs) {}

        @Override
        public void created(final MatchSlot match) {}

        @Override
        public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {}
    }
}

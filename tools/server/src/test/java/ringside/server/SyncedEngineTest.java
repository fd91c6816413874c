package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.logic.MatchSlot;
import ringside.engine.output.AnswerKind;
import ringside.engine.ring.AnswerQueue;
import ringside.io.session.EdgePump;
import ringside.journal.DataDirectory;

/** A whole engine at level synced whose disk does not sync: nothing of what it computes gets out. */
@Timeout(60)
final class SyncedEngineTest {
    @TempDir
    private Path directory;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong lastFrame = new AtomicLong();

    /** Remembers what an engine tells. */
    private final class Told implements EngineListener {
        @Override
        public void matchCreated(final int engine, final MatchSlot match) {}

        @Override
        public void matchEnded(final int engine, final MatchSlot match, final long position) {}

        @Override
        public void matchDisposed(final MatchSlot match) {}

        @Override
        public void frameDone(final int engine, final long position) {
            lastFrame.set(position);
        }

        @Override
        public void engineFailed(final String what, final Throwable cause) {
            failure.set(cause);
        }
    }

    /** Counts how often an event loop is told to show something. */
    private static final class Woken implements EdgePump.Loop {
        private final AnswerQueue inbox = new AnswerQueue(1 << 12);
        private final AtomicInteger times = new AtomicInteger();

        @Override
        public AnswerQueue inbox() {
            return inbox;
        }

        @Override
        public void wake() {
            times.incrementAndGet();
        }
    }

    @Test
    void no_frame_no_answer_and_no_list_of_matches_leaves_before_its_sync() throws InterruptedException {
        final ServerSettings settings =
                Running.settings(directory, "synced-test").with(ServerSetting.DURABILITY, "synced");
        try (DataDirectory data = DataDirectory.open(directory, () -> 5)) {
            final OpenedEngine opened =
                    OpenedEngine.open(settings, data, 0, Games.load(), MemberFile.of(settings), stuck -> {});
            try (EngineHost host = new EngineHost(settings, opened, new Told())) {
                final Woken loop = new Woken();
                final AtomicInteger answers = new AtomicInteger();
                final EdgePump pump = new EdgePump(
                        List.of(host.source()),
                        (kind, position, connection, match, player, sequence, detail) -> answers.incrementAndGet(),
                        List.of(loop));
                // Without its housekeeping nobody syncs.
                host.begin();
                final Event pause = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
                pause.begin(EventType.PAUSE, 9, 0, 8).inputSeq(1);
                assertTrue(host.port().offer(pause));
                final long enough = host.framesDone() + 20;
                while (host.framesDone() < enough) {
                    pump.frameDone(0, lastFrame.get());
                    assertEquals(0, pump.doWork());
                    assertNull(failure.get());
                    Thread.onSpinWait();
                }
                assertTrue(lastFrame.get() > host.safePosition(), "the frames are computed");
                assertNull(host.census(Duration.ofMillis(100)));
                assertEquals(0, loop.times.get());
                assertEquals(0, answers.get());

                assertTrue(opened.journal().syncAgent().sync());
                assertTrue(pump.doWork() > 0);
                assertEquals(1, loop.times.get());
                assertEquals(1, answers.get(), AnswerKind.OPERATOR_REFUSED + " for a match that is not there");
                assertFalse(host.safePosition() < 0);
                assertNotNull(opened.journal().safePosition());
            }
        }
    }
}

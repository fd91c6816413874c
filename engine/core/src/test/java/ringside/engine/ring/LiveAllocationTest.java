package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.event.Event;
import ringside.engine.event.EventAppender;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MatchSlot;
import ringside.engine.support.Brawl;
import ringside.engine.support.Events;
import ringside.latency.InputSampling;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

/**
 * What the logic thread of a live engine allocates, warm: nothing, whether it only applies or appends too. The journal here
 * is a piece of memory; what the one on disk allocates is measured apart.
 */
@Timeout(120)
@ParameterizedClass
@EnumSource(GraphKind.class)
class LiveAllocationTest implements LiveListener {
    private static final int PLAYERS = 10;
    private static final int WARM_FRAMES = 15_000;
    private static final int FRAMES = 10_000;
    private static final List<LatencyStage> RECORDED = List.of(
            LatencyStage.JOURNALLED,
            LatencyStage.SAFE,
            LatencyStage.APPLIED,
            LatencyStage.FRAME,
            LatencyStage.FRAME_LATENESS,
            LatencyStage.FRAME_INPUTS,
            LatencyStage.FRAME_STEP,
            LatencyStage.FRAME_HASH,
            LatencyStage.FRAME_COPY,
            LatencyStage.RING_DEPTH,
            LatencyStage.BATCH_EVENTS);

    @Parameter
    private GraphKind kind;

    private final Brawl game = new Brawl("brawl", 1, PLAYERS);
    private final GameType type = new GameType(game);
    private final Events events = new Events(game, type);
    private final LiveOutput output = new LiveOutput(4, 64, new AnswerQueue(1 << 16), this);
    private final FrameLoop loop =
            new FrameLoop(new EngineMemory(LogicSettings.at(60).withMaxMatches(4), GameTypes.of(type), 8), output, -1);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** All of them are on, and every frame is over its budget. */
    private final EngineTimes times = new EngineTimes(
            0,
            new LatencyRecorders(),
            new EngineTimes.Settings(Long.MIN_VALUE, false, new InputSampling(8)),
            NanoClock.SYSTEM);

    private EngineGraph graph;
    private int frame;
    private int slowFrames;

    @BeforeEach
    void start() {
        loop.tell(times.frameParts());
        graph = new EngineGraph(
                new GraphSettings(kind, RingSettings.DEFAULT, WaitSettings.of(WaitKind.PARK), List.of()),
                new EngineParts(0, new PreallocatedJournal(), loop, output).withTimes(times),
                (stage, position, event, cause) -> cause.printStackTrace(),
                Thread::new,
                ThreadPinning.NONE);
        offer(events.create(1, 7));
        for (int player = 1; player <= PLAYERS; player++) {
            offer(events.join(1, player));
        }
    }

    @AfterEach
    void stop() {
        graph.close();
    }

    @Test
    void ten_thousand_frames_of_ten_players_allocate_nothing() {
        play(WARM_FRAMES);
        // A compiler that throws its work away rebuilds a few objects now and then. What logic allocates comes every
        // frame.
        long least = Long.MAX_VALUE;
        for (int window = 0; window < 5 && least > 0; window++) {
            least = Math.min(least, allocatedBy(FRAMES));
        }
        assertEquals(0, least, "bytes in " + FRAMES + " frames");
        assertEquals(frame, output.framesDone());
        assertTrue(slowFrames > FRAMES, slowFrames + " records of " + frame + " frames");
        final Map<LatencyStage, Long> counts = new EnumMap<>(LatencyStage.class);
        times.recorders().take((stage, taken) -> counts.put(stage, taken.getTotalCount()));
        for (final LatencyStage stage : RECORDED) {
            assertTrue(counts.get(stage) > 100, stage + ": " + counts.get(stage));
        }
    }

    @Test
    void a_game_that_allocates_is_caught() {
        play(100);
        offer(events.arm(1, 1, 1, Brawl.Trap.ALLOCATE));
        play(1000);
        assertTrue(allocatedBy(1000) >= 1000 * 16, "an array a frame");
    }

    private long allocatedBy(final int frames) {
        final long thread = graph.logicThread().getId();
        final long before = threads.getThreadAllocatedBytes(thread);
        play(frames);
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    /** Every tenth input is missing and every seventh late. Returns when logic is through. */
    private void play(final int frames) {
        for (int i = 0; i < frames; i++) {
            frame++;
            for (int player = 1; player <= PLAYERS; player++) {
                final int draw = frame * 31 + player * 7;
                if (draw % 10 != 0) {
                    final int target = draw % 7 == 0 ? frame - 1 : frame + draw % 3;
                    offer(events.input(1, player, frame, target, draw % 100, draw % 4 == 0));
                }
            }
            offer(events.frame());
            // As others do now and then: that there is room is part of the way.
            times.safe(Long.MAX_VALUE);
            times.slowFrames().take(slow -> slowFrames++);
            // As the clock does: few FRAMEs wait for logic.
            LiveEngine.await(() -> frame - output.framesDone() < 4 || graph.isStopped());
        }
        LiveEngine.await(() -> graph.isDrained() || graph.isStopped());
    }

    private void offer(final Event event) {
        event.receivedNs(System.nanoTime());
        LiveEngine.await(() -> graph.offer(event) || graph.isStopped());
    }

    @Override
    public void frameDone(final int tick, final long position, final long dueNs) {}

    @Override
    public void created(final MatchSlot match) {}

    @Override
    public void matchFailed(final int match, final int frame, final long position, final RuntimeException cause) {}

    /** Copies every batch to the beginning of the same memory. */
    private static final class PreallocatedJournal implements EventAppender {
        private final UnsafeBuffer memory = new UnsafeBuffer(new byte[1 << 20]);
        private int at;
        private long nextPosition;
        private volatile long appended = -1;

        @Override
        public long add(final Event event) {
            return addAll(event.buffer(), 0, event.lengthBytes(), 1);
        }

        @Override
        public long addAll(final DirectBuffer events, final int offset, final int lengthBytes, final int count) {
            memory.putBytes(at, events, offset, lengthBytes);
            at += lengthBytes;
            nextPosition += count;
            return nextPosition - count;
        }

        @Override
        public void annotate(final int match, final int frame, final long hash) {
            memory.putLong(memory.capacity() - Long.BYTES, hash);
        }

        @Override
        public void commit() {
            at = 0;
            appended = nextPosition - 1;
        }

        @Override
        public long appendedPosition() {
            return appended;
        }
    }
}

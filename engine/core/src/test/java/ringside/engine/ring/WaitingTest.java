package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ringside.engine.support.MemoryJournal;

/** How stages wait, on which cores, and under which names. */
@Timeout(60)
class WaitingTest {
    private static final WaitSettings FEW = new WaitSettings(WaitKind.PARK, 3, 2, 100, 450);

    private final List<Long> parks = new ArrayList<>();
    private int yields;

    @Test
    void parking_spins_then_yields_then_sleeps_longer_and_longer_up_to_its_bound() {
        final ParkingIdle idle = new ParkingIdle(FEW, () -> yields++, parks::add);
        for (int i = 0; i < 3; i++) {
            idle.idle(0);
        }
        assertEquals(0, yields);
        idle.idle(0);
        idle.idle(0);
        assertEquals(2, yields);
        assertEquals(List.of(), parks);
        for (int i = 0; i < 5; i++) {
            idle.idle(0);
        }
        assertEquals(List.of(100L, 200L, 400L, 450L, 450L), parks);
        assertEquals(2, yields);
    }

    @Test
    void work_begins_it_anew() {
        final ParkingIdle idle = new ParkingIdle(FEW, () -> yields++, parks::add);
        for (int i = 0; i < 8; i++) {
            idle.idle(0);
        }
        idle.idle(1);
        for (int i = 0; i < 6; i++) {
            idle.idle(0);
        }
        assertEquals(List.of(100L, 200L, 400L, 100L), parks);
        assertEquals(4, yields);
    }

    @Test
    void it_says_when_it_sleeps() {
        final List<Boolean> asleep = new ArrayList<>();
        final ParkingIdle[] idle = new ParkingIdle[1];
        idle[0] = new ParkingIdle(FEW, () -> yields++, ns -> asleep.add(idle[0].isSleeping()));
        for (int i = 0; i < 6; i++) {
            assertFalse(idle[0].isSleeping());
            idle[0].idle();
        }
        assertEquals(List.of(true), asleep);
    }

    @Test
    void each_kind_waits_in_its_way() {
        assertInstanceOf(
                BusySpinIdleStrategy.class, WaitSettings.of(WaitKind.SPIN).newIdle());
        assertInstanceOf(
                YieldingIdleStrategy.class, WaitSettings.of(WaitKind.YIELD).newIdle());
        assertInstanceOf(ParkingIdle.class, WaitSettings.of(WaitKind.PARK).newIdle());
    }

    @ParameterizedTest
    @EnumSource
    void every_kind_gets_everything_through(final WaitKind wait) {
        for (final GraphKind kind : GraphKind.values()) {
            final LiveEngine engine = live(
                    new GraphSettings(kind, LiveEngine.RING, WaitSettings.of(wait), List.of()), ThreadPinning.NONE);
            engine.frames(500).close();
            assertEquals(500, engine.appliedFrames.size());
        }
    }

    /** An engine that always sleeps for a second would take far longer than this test may. */
    @ParameterizedTest
    @EnumSource
    void a_frame_wakes_an_engine_that_sleeps(final GraphKind kind) {
        final WaitSettings sleepy = new WaitSettings(WaitKind.PARK, 0, 0, 1_000_000_000, 1_000_000_000);
        final LiveEngine engine = live(new GraphSettings(kind, LiveEngine.RING, sleepy, List.of()), ThreadPinning.NONE);
        for (int i = 1; i <= 300; i++) {
            LiveEngine.await(
                    () -> engine.threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
            assertTrue(engine.graph.framePort().offer(engine.events.frame()));
            final int frames = i;
            LiveEngine.await(() -> engine.appliedFrames.size() == frames);
        }
        engine.close();
    }

    @Test
    void threads_are_named_after_what_they_do_and_whose_they_are() {
        assertEquals(List.of("ringside-engine-7"), names(GraphKind.FUSED));
        assertEquals(List.of("ringside-journal-7", "ringside-logic-7"), names(GraphKind.SPLIT));
    }

    private static List<String> names(final GraphKind kind) {
        final LiveEngine engine = new LiveEngine(kind);
        final List<String> names =
                engine.threads.stream().map(Thread::getName).sorted().toList();
        assertEquals(names.get(names.size() - 1), engine.graph.logicThread().getName());
        engine.close();
        return names;
    }

    @Test
    void each_thread_is_pinned_from_within_to_its_core_before_it_works() {
        final ConcurrentLinkedQueue<String> pinned = new ConcurrentLinkedQueue<>();
        final ThreadPinning pinning = core -> pinned.add(Thread.currentThread().getName() + " " + core);
        final GraphSettings settings =
                new GraphSettings(GraphKind.SPLIT, LiveEngine.RING, LiveEngine.IDLE, List.of(5, 3));
        final LiveEngine engine = live(settings, pinning);
        engine.frames(1).close();
        assertEquals(
                List.of("ringside-journal-7 5", "ringside-logic-7 3"),
                pinned.stream().sorted().toList());
    }

    private static LiveEngine live(final GraphSettings settings, final ThreadPinning pinning) {
        return new LiveEngine(settings, new MemoryJournal(), null, pinning);
    }

    @Test
    void defaults_follow_from_the_cores() {
        assertEquals(GraphKind.FUSED, GraphSettings.forCores(1).kind());
        assertEquals(
                GraphKind.FUSED, GraphSettings.forCores(GraphSettings.FEW_CORES).kind());
        assertEquals(
                GraphKind.SPLIT,
                GraphSettings.forCores(GraphSettings.FEW_CORES + 1).kind());
        assertEquals(WaitKind.PARK, GraphSettings.forCores(64).idle().kind());
        assertEquals(List.of(), GraphSettings.forCores(64).pins());
    }

    @Test
    void settings_that_cannot_be_are_refused_by_name() {
        final GraphSettings fused = GraphSettings.forCores(1);
        refused("pins", () -> fused.withPins(List.of(1, 2)));
        refused("pins", () -> fused.withPins(List.of(-1)));
        refused("pins", () -> fused.withPins(List.of(1)).withKind(GraphKind.SPLIT));
        refused("spins", () -> new WaitSettings(WaitKind.PARK, -1, 0, 1, 1));
        refused("yields", () -> new WaitSettings(WaitKind.PARK, 0, -1, 1, 1));
        refused("minParkNs", () -> new WaitSettings(WaitKind.PARK, 0, 0, 0, 1));
        refused("maxParkNs", () -> new WaitSettings(WaitKind.PARK, 0, 0, 2, 1));
        refused("maxParkNs", () -> new WaitSettings(WaitKind.PARK, 0, 0, 2, 1_000_000_001));
    }

    private static void refused(final String name, final org.junit.jupiter.api.function.Executable settings) {
        final IllegalArgumentException e = assertThrows(IllegalArgumentException.class, settings);
        assertTrue(String.valueOf(e.getMessage()).startsWith(name + ":"), e.getMessage());
    }
}

package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.support.MemoryJournal;
import ringside.latency.InputSampling;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;

/** What the stages of a graph record of time, with a clock that the test turns. */
final class GraphTimesTest {
    private static final int MOST = 64;

    private final EventRing ring = new EventRing(RingSettings.DEFAULT);
    private final MemoryJournal journal = new MemoryJournal();
    private final LatencyRecorders recorders = new LatencyRecorders();
    private final FailStop failStop = new FailStop((stage, position, event, cause) -> {});
    private final RingReader appended = RingReader.of(ring, 0);
    private final RingReader applied = appended.behind().hold();
    private long nowNs = 1_000_000;
    private final EngineTimes times =
            new EngineTimes(0, recorders, new EngineTimes.Settings(60_000, true), () -> nowNs);
    private final Stage append =
            new JournalStage(appended, journal, new HashQueue(2), failStop, MOST, new JournalTimes(times));
    private final Stage apply = new ApplyStage(
            ApplyStage.LOGIC,
            applied,
            new FrameTimes(event -> nowNs += 700, times, 0),
            failStop,
            MOST,
            new BatchTimes(recorders.of(LatencyStage.APPLIED), () -> nowNs));

    private void offer(final EventType type, final long receivedNs) {
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[64]), 0, 64);
        if (type == EventType.FRAME) {
            FramePayload.write(event, 0, false);
        } else {
            event.begin(type, 1, 2, 8);
        }
        event.receivedNs(receivedNs);
        assertTrue(ring.offer(event));
    }

    private Histogram of(final LatencyStage stage) {
        return recorders.of(stage).take();
    }

    private static void assertOne(final long value, final Histogram histogram) {
        assertEquals(1, histogram.getTotalCount());
        assertTrue(histogram.valuesAreEquivalent(value, histogram.getMaxValue()), "max " + histogram.getMaxValue());
    }

    @Test
    void a_batch_counts_as_the_first_that_was_received_whatever_the_clock_of_frames_adds() {
        offer(EventType.FRAME, 100);
        offer(EventType.INPUT, 990_000);
        offer(EventType.INPUT, 995_000);
        append.doWork();
        assertOne(10_000, of(LatencyStage.JOURNALLED));
        assertOne(10_000, of(LatencyStage.SAFE));
        assertOne(3, of(LatencyStage.BATCH_EVENTS));
        assertOne(3, of(LatencyStage.RING_DEPTH));
        apply.doWork();
        assertOne(10_000 + 3 * 700, of(LatencyStage.APPLIED));
        append.doWork();
        apply.doWork();
        assertEquals(0, of(LatencyStage.JOURNALLED).getTotalCount(), "nothing came");
    }

    @Test
    void a_frame_says_how_late_it_began_and_how_long_it_took() {
        offer(EventType.INPUT, 900_000);
        offer(EventType.FRAME, 950_000);
        append.doWork();
        apply.doWork();
        assertOne(50_000 + 700, of(LatencyStage.FRAME_LATENESS));
        assertOne(700, of(LatencyStage.FRAME));
    }

    @Test
    void what_nobody_received_is_no_latency() {
        offer(EventType.FRAME, 950_000);
        offer(EventType.JOIN, 0);
        append.doWork();
        apply.doWork();
        assertEquals(0, of(LatencyStage.JOURNALLED).getTotalCount());
        assertEquals(0, of(LatencyStage.APPLIED).getTotalCount());
        assertOne(2, of(LatencyStage.BATCH_EVENTS));
    }

    @Test
    void a_frame_over_its_budget_leaves_a_record_of_what_it_was() {
        offer(EventType.FRAME, 999_000);
        append.doWork();
        apply.doWork();
        times.slowFrames().take(frame -> fail("within its budget: " + frame));
        offer(EventType.INPUT, 900_000);
        offer(EventType.JOIN, 900_000);
        offer(EventType.INPUT, 900_000);
        offer(EventType.FRAME, 910_000);
        append.doWork();
        apply.doWork();
        final List<SlowFrame> taken = new ArrayList<>();
        times.slowFrames().take(taken::add);
        assertEquals(1, taken.size());
        final SlowFrame slow = taken.get(0);
        assertEquals(Map.of(EventType.INPUT, 2, EventType.JOIN, 1), slow.events());
        assertEquals(1, slow.firstPosition());
        assertEquals(4, slow.position());
        assertEquals(910_000, slow.dueNs());
        assertEquals(700, slow.workNs());
        assertEquals(nowNs, slow.endNs());
        assertEquals(nowNs, times.frameEnds().at(4));
    }

    @Test
    void of_more_slow_frames_than_there_is_room_for_the_number_is_kept() {
        for (int i = 0; i < SlowFrames.KEPT + 3; i++) {
            offer(EventType.FRAME, 1);
            append.doWork();
            apply.doWork();
        }
        final List<SlowFrame> taken = new ArrayList<>();
        times.slowFrames().take(taken::add);
        assertEquals(SlowFrames.KEPT, taken.size());
        assertEquals(3, times.slowFrames().dropped());
        offer(EventType.FRAME, 1);
        append.doWork();
        apply.doWork();
        times.slowFrames().take(taken::add);
        assertEquals(SlowFrames.KEPT + 1, taken.size(), "there is room again");
    }

    @Test
    void what_is_appended_is_safe_when_somebody_says_so() {
        final EngineTimes synced = new EngineTimes(0, recorders, new EngineTimes.Settings(60_000, false), () -> nowNs);
        final Stage stage = new JournalStage(
                RingReader.of(ring, 0).hold(),
                new MemoryJournal(),
                new HashQueue(2),
                failStop,
                MOST,
                new JournalTimes(synced));
        offer(EventType.INPUT, 990_000);
        stage.doWork();
        offer(EventType.INPUT, 995_000);
        stage.doWork();
        synced.safe(-1);
        assertEquals(0, of(LatencyStage.SAFE).getTotalCount());
        nowNs += 30_000;
        synced.safe(0);
        assertOne(40_000, of(LatencyStage.SAFE));
        nowNs += 30_000;
        synced.safe(7);
        assertOne(65_000, of(LatencyStage.SAFE));
    }

    @Test
    void when_a_position_came_past_is_known_for_a_while() {
        final PositionTimes past = new PositionTimes(8);
        assertEquals(PositionTimes.UNKNOWN, past.at(0));
        past.note(4, 100);
        past.note(9, 200);
        assertEquals(100, past.at(0));
        assertEquals(100, past.at(4));
        assertEquals(200, past.at(5));
        assertEquals(PositionTimes.UNKNOWN, past.at(10), "not yet");
        for (int i = 2; i < 20; i++) {
            past.note(5 * i + 4, 100 + 100 * i);
        }
        assertEquals(PositionTimes.UNKNOWN, past.at(9), "too long ago");
        assertEquals(2_000, past.at(99));
        assertEquals(1_900, past.at(94));
    }

    @Test
    void an_input_that_is_traced_is_found_by_its_position_at_every_stage() {
        final EngineTimes tracing = new EngineTimes(
                0, recorders, new EngineTimes.Settings(60_000, false, new InputSampling(1)), () -> nowNs);
        final RingReader first = RingReader.of(ring, 0);
        final Stage journals = new JournalStage(
                first, new MemoryJournal(), new HashQueue(2), failStop, MOST, new JournalTimes(tracing));
        final Stage applies = new ApplyStage(
                ApplyStage.LOGIC,
                first.behind().hold(),
                new FrameTimes(event -> nowNs += 700, tracing, 0),
                failStop,
                MOST,
                null);
        offer(EventType.JOIN, 990_000);
        offer(EventType.INPUT, 990_000);
        journals.doWork();
        nowNs += 5_000;
        applies.doWork();
        tracing.safe(1);
        final EngineTimes.Traced traced = tracing.traced();
        final List<String> taken = new ArrayList<>();
        traced.inputs()
                .take((match, player, seq, position, appliedNs) ->
                        taken.add(match + " " + player + " " + position + " " + appliedNs));
        assertEquals(List.of("1 2 1 1006400"), taken, "and not the join");
        assertEquals(1_000_000, traced.journalled().at(1));
        assertEquals(1_006_400, traced.safe().at(1));
    }
}

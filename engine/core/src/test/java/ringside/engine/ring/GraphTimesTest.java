package ringside.engine.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.support.MemoryJournal;
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
    private final Stage append = new JournalStage(
            appended,
            journal,
            new HashQueue(2),
            failStop,
            MOST,
            new BatchTimes(
                    recorders.of(LatencyStage.JOURNALLED), recorders.of(LatencyStage.BATCH_EVENTS), () -> nowNs));
    private final Stage apply = new ApplyStage(
            ApplyStage.LOGIC,
            applied,
            new FrameTimes(event -> nowNs += 700, recorders, () -> nowNs),
            failStop,
            MOST,
            new BatchTimes(recorders.of(LatencyStage.APPLIED), null, () -> nowNs));

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
        assertOne(3, of(LatencyStage.BATCH_EVENTS));
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
}

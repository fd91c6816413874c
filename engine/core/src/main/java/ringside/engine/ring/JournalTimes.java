package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.latency.LatencyRecorders;
import ringside.latency.LatencyStage;
import ringside.latency.StageRecorder;

/** As {@link BatchTimes}, for the journal's stage: and how many events a batch holds, and how full the ring is. One thread. */
final class JournalTimes {
    private final StageRecorder journalled;
    private final StageRecorder batchEvents;
    private final StageRecorder ringDepth;
    private final StageRecorder safe;

    /** Those that are appended and not yet safe; null where what is appended is safe. */
    private final @Nullable SafeTimes awaited;

    private final EngineTimes.@Nullable Traced traced;
    private final NanoClock clock;

    JournalTimes(final EngineTimes times) {
        final LatencyRecorders recorders = times.recorders();
        journalled = recorders.of(LatencyStage.JOURNALLED);
        batchEvents = recorders.of(LatencyStage.BATCH_EVENTS);
        ringDepth = recorders.of(LatencyStage.RING_DEPTH);
        safe = recorders.of(LatencyStage.SAFE);
        awaited = times.awaited();
        traced = times.traced();
        clock = times.clock();
    }

    /** The batch in hand, of so many events, is appended. */
    void done(final RingReader reader, final int events) {
        batchEvents.record(events);
        ringDepth.record(reader.takenBlocks());
        final long receivedNs = reader.firstReceivedNs();
        if (receivedNs == RingReader.NOT_RECEIVED) {
            return;
        }
        final long nowNs = clock.nanoTime();
        final long tookNs = nowNs - receivedNs;
        journalled.record(tookNs);
        if (awaited == null) {
            safe.record(tookNs);
        } else {
            awaited.appended(reader.lastPosition(), receivedNs);
        }
        if (traced != null) {
            traced.journalled().note(reader.lastPosition(), nowNs);
        }
    }
}

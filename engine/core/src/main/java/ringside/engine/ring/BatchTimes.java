package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.latency.StageRecorder;

/**
 * When a stage of the graph was done with a batch: one look at the clock and one value for all of it, that of the event which was
 * received first. FRAMEs are not counted, for nobody sent them. One thread.
 */
final class BatchTimes {
    private final StageRecorder sinceReceived;
    private final @Nullable StageRecorder sizes;
    private final NanoClock clock;

    /** @param sizes how many events batches hold; null where that is recorded elsewhere */
    BatchTimes(final StageRecorder sinceReceived, final @Nullable StageRecorder sizes, final NanoClock clock) {
        this.sinceReceived = sinceReceived;
        this.sizes = sizes;
        this.clock = clock;
    }

    /** The batch in hand, of so many events, is done. */
    void done(final RingReader reader, final int events) {
        if (sizes != null) {
            sizes.record(events);
        }
        final long receivedNs = reader.firstReceivedNs();
        if (receivedNs != RingReader.NOT_RECEIVED) {
            sinceReceived.record(clock.nanoTime() - receivedNs);
        }
    }
}

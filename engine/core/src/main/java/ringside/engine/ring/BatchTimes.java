package ringside.engine.ring;

import ringside.latency.StageRecorder;

/**
 * When a stage of the graph was done with a batch: one look at the clock and one value for all of it, that of the event which was
 * received first. FRAMEs are not counted, for nobody sent them. One thread.
 */
final class BatchTimes {
    private final StageRecorder sinceReceived;
    private final NanoClock clock;

    BatchTimes(final StageRecorder sinceReceived, final NanoClock clock) {
        this.sinceReceived = sinceReceived;
        this.clock = clock;
    }

    /** The batch in hand is done. */
    void done(final RingReader reader) {
        final long receivedNs = reader.firstReceivedNs();
        if (receivedNs != RingReader.NOT_RECEIVED) {
            sinceReceived.record(clock.nanoTime() - receivedNs);
        }
    }
}

package ringside.perf.pipeline;

/**
 * What one round took.
 *
 * @param events that got through
 * @param elapsedNs from the first offer to the last event applied
 * @param appendedBytes to a file; 0 where there is none
 * @param cpuNs that all threads of the process took meanwhile; 0 where nobody asks
 */
public record Round(long events, long elapsedNs, long appendedBytes, long cpuNs) {
    /** One of which nobody asks what CPU it took. */
    Round(final long events, final long elapsedNs, final long appendedBytes) {
        this(events, elapsedNs, appendedBytes, 0);
    }

    public double eventsPerSecond() {
        return events * 1e9 / elapsedNs;
    }

    double cpuNsPerEvent() {
        return (double) cpuNs / events;
    }

    double bytesPerEvent() {
        return (double) appendedBytes / events;
    }
}

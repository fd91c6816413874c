package ringside.perf.pipeline;

/**
 * What one round took.
 *
 * @param events that got through
 * @param elapsedNs from the first offer to the last event applied
 * @param appendedBytes to a file; 0 where there is none
 */
public record Round(long events, long elapsedNs, long appendedBytes) {
    public double eventsPerSecond() {
        return events * 1e9 / elapsedNs;
    }

    double bytesPerEvent() {
        return (double) appendedBytes / events;
    }
}

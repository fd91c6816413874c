package ringside.latency.report;

import java.util.List;

/** Equal spans of time, in milliseconds since the epoch. */
record Grid(long fromMs, long widthMs, int count) {
    /** Spans of that width until the end, of which there are no more than so many: they are made wider by whole numbers. */
    static Grid over(final long fromMs, final long toMs, final long widthMs, final int most) {
        final long spans = Math.max(1, ceilDiv(toMs - fromMs, widthMs));
        final long together = ceilDiv(spans, most);
        return new Grid(fromMs, widthMs * together, (int) ceilDiv(spans, together));
    }

    private static long ceilDiv(final long one, final long other) {
        return (one + other - 1) / other;
    }

    int indexOf(final long atMs) {
        return (int) Math.max(0, Math.min(count - 1L, (atMs - fromMs) / widthMs));
    }

    /** How long most of these intervals last. */
    static long usualLengthMs(final List<LogIndex.Entry> entries) {
        final long[] lengths =
                entries.stream().mapToLong(LogIndex.Entry::lengthMs).sorted().toArray();
        return lengths.length == 0 ? 1 : lengths[lengths.length / 2];
    }
}

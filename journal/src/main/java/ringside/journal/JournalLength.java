package ringside.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** How long a journal's segments were at one moment, in their plain form: for saying how far a reader is. Immutable. */
final class JournalLength {
    /** Where each segment begins if they all stood in one file, and where the last one ends. */
    private final long[] begins;

    private JournalLength(final long[] begins) {
        this.begins = begins;
    }

    static JournalLength of(final Path directory) {
        final List<String> names = SegmentNames.list(directory);
        final long[] begins = new long[names.size() + 1];
        for (int i = 0; i < names.size(); i++) {
            try (SegmentBytes segment = SegmentBytes.open(directory.resolve(names.get(i)))) {
                begins[i + 1] = begins[i] + segment.sizeBytes();
            } catch (final IOException unreadable) {
                // Whoever reads it will say so.
                begins[i + 1] = begins[i];
            }
        }
        return new JournalLength(begins);
    }

    /** Which part of it, from 0 to 1, lies before an address. */
    double partBefore(final RecordAddress address) {
        final long all = begins[begins.length - 1];
        final int segment = Math.min(address.segment(), begins.length - 1);
        return all == 0 ? 1 : Math.min(1, (begins[segment] + address.offset()) / (double) all);
    }
}

package ringside.latency;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.jspecify.annotations.Nullable;

/**
 * Logs of intervals in the standard format of HdrHistogram, one line a stage and interval, the stage as its tag. A file that has grown
 * to its bound is followed by a next one, and of the files of a folder only the newest are kept, so that a log that nobody reads never
 * fills the disk. One thread.
 */
public final class LatencyLog implements AutoCloseable {
    /** How long a file may grow, and how many are kept. */
    public record Bounds(long fileBytes, int files) {
        /** Some days of intervals of a second. */
        public static final Bounds DEFAULT = new Bounds(32L << 20, 8);

        public Bounds {
            if (fileBytes < 1 || files < 1) {
                throw new IllegalArgumentException(
                        "logs of " + fileBytes + " bytes, of which " + files + " are kept; both must be at least 1");
            }
        }
    }

    private static final String SUFFIX = ".hlog";
    private static final double NS_PER_MS = 1e6;

    private final Path folder;
    private final Bounds bounds;
    private final String description;
    private @Nullable Writing current;
    private boolean closed;

    /** A file that is being written. */
    private static final class Writing {
        private final LogStream bytes;
        private final HistogramLogWriter lines;

        Writing(final Path file) throws IOException {
            bytes = new LogStream(new BufferedOutputStream(Files.newOutputStream(file)));
            lines = new HistogramLogWriter(bytes);
        }
    }

    /** Knows how much went through it, and what went wrong: the writer of lines tells nobody. */
    private static final class LogStream extends OutputStream {
        private final OutputStream to;
        private long count;
        private @Nullable IOException failure;

        LogStream(final OutputStream to) {
            this.to = to;
        }

        @Override
        public void write(final int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(final byte[] from, final int offset, final int length) throws IOException {
            try {
                to.write(from, offset, length);
                count += length;
            } catch (final IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void flush() {
            // Line by line would be a call to the system for each: see LatencyLog.flush.
        }

        void flushAll() throws IOException {
            if (failure != null) {
                throw failure;
            }
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }

    /**
     * A log in a folder, which is made when there is something to write.
     *
     * @param description one line of what was measured and where, for whoever reads it later
     */
    public LatencyLog(final Path folder, final Bounds bounds, final String description) {
        this.folder = folder;
        this.bounds = bounds;
        this.description = description;
    }

    /** Writes an interval, unless nothing was recorded in it. Times are wall-clock. */
    public void write(final LatencyStage stage, final Histogram interval, final long fromMs, final long toMs)
            throws IOException {
        if (interval.getTotalCount() == 0 || closed) {
            return;
        }
        Writing writing = current;
        if (writing == null || writing.bytes.count >= bounds.fileBytes()) {
            writing = begin(fromMs);
        }
        interval.setTag(stage.tag());
        writing.lines.outputIntervalHistogram(fromMs / 1e3, toMs / 1e3, interval, stage.isCount() ? 1.0 : NS_PER_MS);
    }

    /** Lets readers see everything so far. Throws what went wrong since the last call. */
    public void flush() throws IOException {
        final Writing writing = current;
        if (writing != null) {
            writing.bytes.flushAll();
        }
    }

    private Writing begin(final long nowMs) throws IOException {
        close(current);
        current = null;
        Files.createDirectories(folder);
        final List<Path> before = files(folder);
        for (int i = 0; i <= before.size() - bounds.files(); i++) {
            Files.deleteIfExists(before.get(i));
        }
        final Writing begun = new Writing(folder.resolve(name(before, nowMs)));
        begun.lines.outputComment("[Ringside " + description.replaceAll("\\R", " ") + "]");
        begun.lines.outputLogFormatVersion();
        begun.lines.outputStartTime(nowMs);
        begun.lines.outputLegend();
        current = begun;
        return begun;
    }

    /** Rises, whatever the clock does, so that names are in the order of writing. */
    private static String name(final List<Path> before, final long nowMs) {
        long number = nowMs;
        if (!before.isEmpty()) {
            final String last = before.get(before.size() - 1).getFileName().toString();
            number = Math.max(number, Long.parseLong(last.substring(0, last.length() - SUFFIX.length())) + 1);
        }
        return String.format(Locale.ROOT, "%015d%s", number, SUFFIX);
    }

    /** The logs of a folder from the oldest to the newest. */
    public static List<Path> files(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches("\\d{15}\\.hlog"))
                    .sorted()
                    .toList();
        }
    }

    private static void close(final @Nullable Writing writing) {
        if (writing != null) {
            writing.lines.close();
        }
    }

    /** What could not be written is lost: {@link #flush} first, to hear of it. */
    @Override
    public void close() {
        closed = true;
        close(current);
        current = null;
    }
}

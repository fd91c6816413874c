package ringside.latency.report;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Fetches histograms of intervals out of their files. One thread. */
final class IntervalReader implements Closeable {
    private static final int MOST_OPEN_FILES = 16;

    private final Map<Path, FileChannel> open = new LinkedHashMap<>();

    /** A line whose histogram cannot be decoded. */
    static final class DamagedIntervalException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient LogProblem problem;

        DamagedIntervalException(final LogProblem problem, final @Nullable Throwable cause) {
            super(problem.toString(), cause);
            this.problem = problem;
        }

        LogProblem problem() {
            return problem;
        }
    }

    Histogram read(final LogIndex.Entry entry) throws DamagedIntervalException {
        final byte[] text = text(entry);
        try {
            final ByteBuffer compressed = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            return Histogram.decodeFromCompressedByteBuffer(compressed, 0);
        } catch (final DataFormatException | RuntimeException e) {
            // The decoder meets damage with exceptions of many kinds, those of arrays and buffers among them.
            throw new DamagedIntervalException(
                    entry.isEnded()
                            ? new LogProblem(
                                    entry.file(),
                                    entry.line(),
                                    "the histogram of '" + entry.tag() + "' is damaged: " + reason(e),
                                    true)
                            : LogIndex.unfinished(entry.file(), entry.line()),
                    e);
        }
    }

    private static String reason(final Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private byte[] text(final LogIndex.Entry entry) {
        final ByteBuffer text = ByteBuffer.allocate(Math.max(0, entry.payloadBytes()));
        try {
            final FileChannel file = file(entry.file());
            while (text.hasRemaining()) {
                if (file.read(text, entry.payloadAt() + text.position()) < 0) {
                    throw new LatencyLogException(
                            entry.file() + ": became shorter while it was read; try again when nobody writes it");
                }
            }
        } catch (final IOException e) {
            throw new LatencyLogException(entry.file() + ": cannot be read: " + e.getMessage(), e);
        }
        return text.array();
    }

    private FileChannel file(final Path path) throws IOException {
        final FileChannel known = open.get(path);
        if (known != null) {
            return known;
        }
        if (open.size() == MOST_OPEN_FILES) {
            final Path oldest = open.keySet().iterator().next();
            final FileChannel channel = open.remove(oldest);
            if (channel != null) {
                channel.close();
            }
        }
        final FileChannel channel = FileChannel.open(path);
        open.put(path, channel);
        return channel;
    }

    @Override
    public void close() throws IOException {
        for (final FileChannel each : open.values()) {
            each.close();
        }
        open.clear();
    }
}

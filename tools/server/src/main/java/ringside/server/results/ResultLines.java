package ringside.server.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Results as lines of JSON at the end of a file, each on the disk before it counts as delivered. A line that a crash cut off
 * stays as it is, on a line of its own, and its result comes again.
 */
public final class ResultLines implements MatchResults {
    private final Path file;
    private @Nullable FileChannel channel;

    /** The file is made with the first result. */
    public ResultLines(final Path file) {
        this.file = file;
    }

    @Override
    public void deliver(final MatchResult result) throws IOException {
        final FileChannel out = open();
        final long begin = out.size();
        try {
            write(out, (isLineOpen(out, begin) ? "\n" : "") + result.toJson() + "\n");
            out.force(true);
        } catch (final IOException e) {
            // Whatever the matter was, a file that is opened anew begins from what is there.
            close();
            throw e;
        }
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    private static boolean isLineOpen(final FileChannel out, final long size) throws IOException {
        final ByteBuffer last = ByteBuffer.allocate(1);
        return size > 0 && out.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    private static void write(final FileChannel out, final String text) throws IOException {
        final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        long at = out.size();
        while (bytes.hasRemaining()) {
            at += out.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        final FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}

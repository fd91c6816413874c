package ringside.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A segment as Chronicle wrote it. */
record PlainSegment(Path file, FileChannel channel) implements SegmentBytes {
    static PlainSegment open(final Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException("not a regular file");
        }
        return new PlainSegment(file, FileChannel.open(file, StandardOpenOption.READ));
    }

    @Override
    public long sizeBytes() throws IOException {
        return channel.size();
    }

    @Override
    public int read(final ByteBuffer into, final long offset) throws IOException {
        return channel.read(into, offset);
    }

    @Override
    public String damage() {
        return "";
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

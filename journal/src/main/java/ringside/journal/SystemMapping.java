package ringside.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A file mapped by the system. */
record SystemMapping(MappedByteBuffer mapped, UnsafeBuffer buffer) implements MappedFiles.Memory {
    static SystemMapping of(final Path file, final int lengthBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < lengthBytes) {
                // Real blocks: a full disk must not surface as a fault while something is stored.
                channel.write(ByteBuffer.allocate(lengthBytes), 0);
            }
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes);
            return new SystemMapping(mapped, new UnsafeBuffer(mapped));
        }
    }

    @Override
    public void force() throws IOException {
        try {
            mapped.force();
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        IoUtil.unmap(mapped);
    }
}

package ringside.simulator.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.journal.MappedFiles;
import ringside.journal.SegmentFile;

/** Files of a simulated disk in memory: what is stored is in the file at once, and on the disk when it is forced. */
public final class SimMappings implements MappedFiles {
    private final SimFileSystem system;

    public SimMappings(final SimFileSystem system) {
        this.system = system;
    }

    @Override
    public SegmentFile segment(final Path directory, final int cycle, final int segmentBytes) {
        return SimSegment.create(system, directory, cycle, segmentBytes);
    }

    @Override
    public Memory map(final Path file, final int lengthBytes) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() < lengthBytes) {
                channel.write(ByteBuffer.allocate(lengthBytes), 0);
            }
        }
        final String name = SimPath.of(file).onDisk();
        final Inode inode = system.disk().require(name);
        final UnsafeBuffer buffer = inode.memory();
        return new Memory() {
            @Override
            public UnsafeBuffer buffer() {
                return buffer;
            }

            @Override
            public void force() throws IOException {
                SimChannel.sync(system, name, inode);
            }

            @Override
            public void close() {
                inode.unmap();
            }
        };
    }
}

package ringside.snapshot.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.TreeMap;

/** Checkpoints in memory, on a disk that fails where it is told to. */
final class MemoryStorage implements CheckpointStorage {
    final TreeMap<String, byte[]> files = new TreeMap<>();
    boolean failsToWrite;
    boolean flipsWhatIsWritten;

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public void write(final String name, final ByteBuffer bytes) throws IOException {
        if (failsToWrite) {
            throw new IOException("No space left on device");
        }
        final byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (flipsWhatIsWritten) {
            copy[copy.length / 2] ^= 1;
        }
        files.put(name, copy);
    }

    @Override
    public ByteBuffer read(final String name) throws IOException {
        final byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IOException("no such file");
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void delete(final String name) {
        files.remove(name);
    }

    @Override
    public void setAside(final String name) {
        files.remove(name);
    }

    @Override
    public String toString() {
        return "memory";
    }
}

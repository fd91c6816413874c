package ringside.snapshot.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Where checkpoints lie: files in production, memory in a simulator. */
public interface CheckpointStorage {
    /** Names of what is there and whole as far as the storage knows, in ascending order. */
    List<String> list() throws IOException;

    /** Stores bytes under a name so that, once this returns, they survive the machine's power; or throws. */
    void write(String name, ByteBuffer bytes) throws IOException;

    ByteBuffer read(String name) throws IOException;

    void delete(String name) throws IOException;

    /** Takes one out of the list without destroying it. */
    void setAside(String name) throws IOException;
}

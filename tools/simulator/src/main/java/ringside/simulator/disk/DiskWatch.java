package ringside.simulator.disk;

import java.io.IOException;

/**
 * Hears of everything that a process does to its disk, before it happens: here a process is killed in the midst, a disk is slow, or
 * an error comes. What it throws is what the process meets.
 */
@FunctionalInterface
public interface DiskWatch {
    /** What is done. */
    enum Operation {
        READ,
        WRITE,
        APPEND,
        CREATE,
        DELETE,
        MOVE,
        SYNC,
        SYNC_FOLDER
    }

    /**
     * Something is about to be done.
     *
     * @param bytes that are written; else 0
     */
    void before(Operation operation, String path, long bytes) throws IOException;
}

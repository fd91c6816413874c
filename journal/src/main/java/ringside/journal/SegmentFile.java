package ringside.journal;

import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One file of the journal while records are appended to it, in the frames that {@link FileRecordCursor} reads.
 *
 * <p>Threads: one appends; one other reserves, touches and closes; any may force. Every method that reaches the disk throws
 * {@link JournalException}: FULL, SYNC_FAILED or NOT_WRITABLE.
 */
public interface SegmentFile extends AutoCloseable {
    /** The minute that names it. */
    int cycle();

    /** Where the next frame begins. */
    long writtenBytes();

    /** Moves the file, which was made beside the journal, into it. */
    void enter(Path directory);

    /** Whether a record of that length has room in this file. */
    boolean fits(int lengthBytes);

    /** Room for a record that {@link #fits}, after reserving disk blocks when nobody did so ahead. */
    UnsafeBuffer claim(int maxRecordBytes);

    /** Makes a record of so many bytes that stand in the room claimed last. */
    void append(int lengthBytes);

    /** Reserves disk blocks up to an offset. */
    void reserve(long upToBytes);

    /** Brings reserved pages into memory, up to an offset, so that the appender meets no page fault. Returns the pages. */
    int touch(long upToBytes);

    /** Says in the file that no record follows. The appending thread, last. */
    void end();

    /** Brings everything appended to the disk. A segment that is closed already was forced before, or throws again. */
    void force();

    /** Gives up the file: forced and cut to what it holds when it is in the journal, removed when it never entered it. */
    @Override
    void close();
}

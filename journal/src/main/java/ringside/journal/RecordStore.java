package ringside.journal;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps records of bytes in order. The edge between the journal and a disk: a simulator may put its own in place.
 * Checksums, the chain, epochs and marks stand above it.
 *
 * <p>Threads: one thread appends; one other may sync; cursors are independent of both.
 */
public interface RecordStore extends AutoCloseable {
    /** The most bytes of one record. */
    int maxRecordBytes();

    /**
     * Room for the next record, of {@link #maxRecordBytes()}, in which it is put together in place. It may hold anything.
     * Valid until the append; claimed again it is the same room or another. Throws {@link JournalException} FULL or
     * NOT_WRITABLE, after which nothing more may be appended.
     */
    UnsafeBuffer claim();

    /**
     * Appends the first so many bytes of the room claimed last as one record. On return it survives the end of this process.
     * A record is there whole or not at all. Throws NOT_WRITABLE, after which nothing more may be appended.
     */
    void append(int lengthBytes);

    /**
     * Lets the next record stand at the beginning of a segment, where the first one of an epoch belongs. The appending thread, with
     * nothing claimed. A store that has no segments does nothing.
     */
    default void beginSegment() {}

    /**
     * Brings to the disk what had been appended when the call began. On return it survives the loss of power. Throws
     * SYNC_FAILED, after which no further sync may be believed.
     */
    void sync();

    /** A cursor before the first record. */
    RecordCursor read();

    /**
     * Takes everything from an address on out of the journal and keeps it beside it, before the first append only. Half a
     * record or unused room that follows the address is dropped. Returns the names of what was kept.
     */
    List<String> setAside(RecordAddress from);

    /**
     * Keeps a copy of a record, in place of an earlier one: the first of an epoch that goes on where its segment goes. On return
     * it survives the loss of power. Cursors give it back ({@link RecordCursor#keptEpoch()}).
     */
    void keepEpoch(DirectBuffer record, int offset, int lengthBytes);

    /** Removes whole segments that lie before an address, the one that holds it excluded. Returns the names removed. */
    List<String> dropBefore(RecordAddress first);

    /** Whether the disk is so full that nothing new should be begun. Any thread. */
    boolean shortOfSpace();

    @Override
    void close();
}

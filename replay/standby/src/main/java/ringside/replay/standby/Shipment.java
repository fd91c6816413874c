package ringside.replay.standby;

import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.journal.RecordFollower;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * What is on its way to one standby: a checkpoint where it has nothing, the first record of the epoch that goes on, then records as
 * fast as the standby takes them. Not thread-safe.
 */
final class Shipment {
    private static final int MOST_RECORDS = 256;
    private static final int PART_BYTES = 256 << 10;

    private final ReplicationChannel channel;
    private final ReplicationBounds bounds;
    private final MessageWriter out;
    /** Keeps what was read from the journal while there is no room to send it. */
    private final MessageWriter batch;

    private final RecordFollower records;
    private @Nullable Checkpoint checkpoint;
    private @Nullable DirectBuffer epochRecord;
    private int checkpointSent;
    private boolean isBatchWaiting;
    private boolean isAtEnd;
    private int batchRecords;
    private long batchBytes;
    private long sentBytes;
    private long ackedBytes;
    private long sentPosition;

    /**
     * Nothing was sent.
     *
     * @param checkpoint what comes before the records; null for nothing
     */
    Shipment(
            final ReplicationChannel channel,
            final ReplicationBounds bounds,
            final MessageWriter.Numbers numbers,
            final RecordFollower records,
            final @Nullable Checkpoint checkpoint) {
        this.channel = channel;
        this.bounds = bounds;
        out = new MessageWriter(numbers);
        batch = new MessageWriter(numbers);
        this.records = records;
        this.checkpoint = checkpoint;
        epochRecord = checkpoint == null ? null : records.epochRecord();
        sentPosition = records.nextPosition() - 1;
    }

    /** The position of the record that comes first. */
    long firstPosition() {
        return records.nextPosition();
    }

    long checkpointBytes() {
        final Checkpoint sending = checkpoint;
        return sending == null ? 0 : sending.lengthBytes();
    }

    int epochRecordBytes() {
        final DirectBuffer first = epochRecord;
        return first == null ? 0 : first.capacity();
    }

    /** Whether all that comes before the records has been sent. */
    boolean hasBegun() {
        return checkpoint == null;
    }

    /** Sends what there is room for. Returns how much that was. */
    int doWork() {
        final Checkpoint sending = checkpoint;
        return sending == null ? sendRecords() : send(sending);
    }

    private int send(final Checkpoint sending) {
        int parts = 0;
        while (checkpointSent < sending.lengthBytes() && hasRoom()) {
            final int length = Math.min(PART_BYTES, sending.lengthBytes() - checkpointSent);
            out.begin(MessageType.CHECKPOINT).put32(checkpointSent).put(sending.bytes(), checkpointSent, length);
            if (!out.send(channel)) {
                return parts;
            }
            sentBytes += length;
            checkpointSent += length;
            parts++;
        }
        if (checkpointSent < sending.lengthBytes()) {
            return parts;
        }
        final DirectBuffer first = epochRecord;
        if (first != null) {
            out.begin(MessageType.EPOCH_RECORD).put(first, 0, first.capacity());
            if (!out.send(channel)) {
                return parts;
            }
            sentBytes += first.capacity();
            epochRecord = null;
        }
        checkpoint = null;
        return parts + 1;
    }

    private boolean hasRoom() {
        return sentBytes - ackedBytes < bounds.windowBytes();
    }

    private int sendRecords() {
        int sent = 0;
        boolean isMore = true;
        while (isMore && hasRoom() && sent < MOST_RECORDS && (isBatchWaiting || gather()) && batch.send(channel)) {
            isBatchWaiting = false;
            sentBytes += batchBytes;
            sentPosition = records.nextPosition() - 1;
            sent += batchRecords;
            // The journal's end was reached: what is appended next travels with what follows it, not alone.
            isMore = batchBytes >= bounds.batchBytes();
        }
        isAtEnd = !isMore;
        return sent;
    }

    /** Whether the last turn came to the journal's end: nothing is gained by a further one at once. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    private boolean gather() {
        batch.begin(MessageType.RECORDS);
        batchRecords = 0;
        batchBytes = 0;
        while (batchBytes < bounds.batchBytes() && records.next(this::add)) {
            // Gathers.
        }
        isBatchWaiting = batchRecords > 0;
        return isBatchWaiting;
    }

    private void add(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        batch.put(buffer, offset, lengthBytes);
        batchRecords++;
        batchBytes += lengthBytes;
    }

    /** So many bytes have arrived in all. False when that cannot be. */
    boolean acknowledged(final long bytes) {
        if (bytes > sentBytes || bytes < ackedBytes) {
            return false;
        }
        ackedBytes = bytes;
        return true;
    }

    long unacknowledgedBytes() {
        return sentBytes - ackedBytes;
    }

    /** The last position of which the record was sent, or which the standby had. */
    long sentPosition() {
        return sentPosition;
    }

    void close() {
        records.close();
    }
}

package ringside.replay.standby;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** What comes to a standby that has nothing, before the first record: a checkpoint, and the first record of the epoch that goes on. */
final class Beginning {
    private final UnsafeBuffer checkpoint;
    private final int epochRecordBytes;
    private final long firstPosition;
    private int got;
    private @Nullable DirectBuffer epochRecord;

    /**
     * Nothing came yet.
     *
     * @param epochRecordBytes 0: none will come
     */
    Beginning(final int checkpointBytes, final int epochRecordBytes, final long firstPosition) {
        checkpoint = new UnsafeBuffer(new byte[checkpointBytes]);
        this.epochRecordBytes = epochRecordBytes;
        this.firstPosition = firstPosition;
    }

    /** Takes a message of that type. Returns how many bytes of what was promised it held. */
    int take(final MessageType type, final MessageReader in) {
        if (type == MessageType.CHECKPOINT && got < checkpoint.capacity()) {
            final int at = in.get32();
            final int length = in.remaining();
            if (at != got || length == 0 || length > checkpoint.capacity() - at) {
                throw new FollowException(
                        Reason.GAP, length + " bytes of the checkpoint at " + at + ", " + got + " is next");
            }
            checkpoint.putBytes(at, in.buffer(), in.offset(), length);
            got += length;
            return length;
        }
        if (type == MessageType.EPOCH_RECORD
                && epochRecord == null
                && got == checkpoint.capacity()
                && in.remaining() == epochRecordBytes) {
            epochRecord = new UnsafeBuffer(in.bytes(epochRecordBytes));
            return epochRecordBytes;
        }
        throw new FollowException(Reason.MALFORMED, "a " + type + " while a checkpoint comes");
    }

    boolean isWhole() {
        return got == checkpoint.capacity() && (epochRecordBytes == 0 || epochRecord != null);
    }

    void giveTo(final FollowedEngine engine) {
        engine.begin(checkpoint, firstPosition, epochRecord);
    }
}

package ringside.replay.standby;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** What comes to a standby that has nothing, before the first record: a checkpoint, and the first record of the epoch that goes on. */
final class Beginning {
    /** Memory that is taken before anything came: what is only announced takes no more. */
    private static final int FIRST_BYTES = 1 << 20;

    private final int checkpointBytes;
    private UnsafeBuffer checkpoint;
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
        this.checkpointBytes = checkpointBytes;
        checkpoint = new UnsafeBuffer(new byte[Math.min(checkpointBytes, FIRST_BYTES)]);
        this.epochRecordBytes = epochRecordBytes;
        this.firstPosition = firstPosition;
    }

    /** Takes a message of that type. Returns how many bytes of what was promised it held. */
    int take(final MessageType type, final MessageReader in) {
        if (type == MessageType.CHECKPOINT && got < checkpointBytes) {
            final int at = in.get32();
            final int length = in.remaining();
            if (at != got || length == 0 || length > checkpointBytes - at) {
                throw new FollowException(
                        Reason.GAP, length + " bytes of the checkpoint at " + at + ", " + got + " is next");
            }
            makeRoom(at + length);
            checkpoint.putBytes(at, in.buffer(), in.offset(), length);
            got += length;
            return length;
        }
        if (type == MessageType.EPOCH_RECORD
                && epochRecord == null
                && got == checkpointBytes
                && in.remaining() == epochRecordBytes) {
            epochRecord = new UnsafeBuffer(in.bytes(epochRecordBytes));
            return epochRecordBytes;
        }
        throw new FollowException(Reason.MALFORMED, "a " + type + " while a checkpoint comes");
    }

    private void makeRoom(final int wantedBytes) {
        if (wantedBytes > checkpoint.capacity()) {
            final long twice = 2L * checkpoint.capacity();
            checkpoint = new UnsafeBuffer(Arrays.copyOf(
                    checkpoint.byteArray(), (int) Math.min(checkpointBytes, Math.max(twice, wantedBytes))));
        }
    }

    boolean isWhole() {
        return got == checkpointBytes && (epochRecordBytes == 0 || epochRecord != null);
    }

    void giveTo(final FollowedEngine engine) {
        engine.begin(checkpoint, firstPosition, epochRecord);
    }
}

package ringside.replay.standby;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.journal.EpochBegin;
import ringside.journal.RecordFormat;
import ringside.journal.ServerId;

/**
 * How a standby gets to know the server that it dialled: says who it is, and believes that the other one is a primary worth following
 * only once that is proven. For one connection. Not thread-safe.
 */
final class FollowMeeting {
    /**
     * What a primary said when it took this standby on.
     *
     * @param epoch under which it serves
     * @param appended the last position that it had
     * @param beginning what comes before the first record; null for nothing
     */
    record Welcome(Epoch epoch, long appended, @Nullable Beginning beginning) {}

    private static final int MOST_CHECKPOINT_BYTES = Integer.MAX_VALUE - 8;

    private final Secret secret;
    private final FollowedEngine engine;
    private final long standbyId;
    private final byte[] nonce;
    private byte[] theirNonce = {};

    /**
     * A meeting that has not begun.
     *
     * @param standbyId a random number of this process
     * @param nonce 32 fresh random bytes
     */
    FollowMeeting(final Secret secret, final FollowedEngine engine, final long standbyId, final byte[] nonce) {
        this.secret = secret;
        this.engine = engine;
        this.standbyId = standbyId;
        this.nonce = nonce.clone();
    }

    /** Answers a challenge: who this is, what it has, and the proof. */
    MessageWriter hello(final MessageReader in, final MessageWriter out) {
        theirNonce = in.bytes(Secret.BYTES);
        in.requireEnd();
        final ServerId server = engine.serverId();
        out.begin(MessageType.HELLO)
                .put8(engine.isShadow() ? RecordFormat.VERSION | MessageFormat.SHADOW : RecordFormat.VERSION)
                .put64(server == null ? 0 : server.high())
                .put64(server == null ? 0 : server.low())
                .put32(engine.engine())
                .put(engine.highestEpoch())
                .put64(engine.nextPosition())
                .put32(engine.lastChecksum())
                .put64(standbyId)
                .put64(engine.member().number())
                .putText(engine.member().name())
                .put(nonce);
        return out.put(secret.prove(Secret.STANDBY, theirNonce, out.contents()));
    }

    /** It takes this standby on; the engine is told. */
    Welcome welcome(final MessageReader in) {
        final ServerId server = in.serverId();
        final Epoch theirs = in.epoch();
        final int engines = in.get32();
        final long appended = in.get64();
        final long checkpointBytes = in.get64();
        final long firstPosition = in.get64();
        final int epochRecordBytes = in.get32();
        requireProof(in);
        requireServer(server);
        requireReign(theirs);
        final boolean isNew = engine.nextPosition() < 0;
        if (isNew != checkpointBytes > 0
                || checkpointBytes > MOST_CHECKPOINT_BYTES
                || epochRecordBytes < 0
                || engines < 1) {
            throw new FollowException(Reason.MALFORMED, "a checkpoint of " + checkpointBytes + " bytes is announced");
        }
        engine.welcomed(server, engines, theirs);
        return new Welcome(
                theirs, appended, isNew ? new Beginning((int) checkpointBytes, epochRecordBytes, firstPosition) : null);
    }

    /**
     * Its journal does not hold the last record of this one; it says where its epochs begin, and the engine is told.
     *
     * @return what came of it
     */
    String fork(final MessageReader in) {
        final ServerId server = in.serverId();
        final Epoch theirs = in.epoch();
        final int count = in.get16();
        final List<EpochBegin> epochs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            final Epoch each = in.epoch();
            final long position = in.get64();
            epochs.add(new EpochBegin(each.number(), each.writerId(), position, in.get32()));
        }
        requireProof(in);
        requireServer(server);
        requireReign(theirs);
        final Epoch ours = engine.epoch();
        if (!theirs.agreesWith(ours)) {
            throw new FollowException(
                    Reason.OTHER_WRITER,
                    "epoch " + ours.number()
                            + " has two writers: two servers took over from the same one. This journal has events of "
                            + ours + ", but " + theirs
                            + " counts, the higher writer: start this one in an empty directory");
        }
        engine.fork(theirs, epochs);
        return "the end of this journal was set aside: whoever reigns in epoch " + theirs + " went on without it";
    }

    private void requireProof(final MessageReader in) {
        final byte[] claimed = in.contentsSoFar();
        secret.require(in.bytes(Secret.BYTES), Secret.PRIMARY, nonce, theirNonce, claimed);
        in.requireEnd();
    }

    private void requireServer(final ServerId server) {
        final ServerId ours = engine.serverId();
        if (ours != null && !ours.equals(server)) {
            throw new FollowException(
                    Reason.OTHER_SERVER,
                    "server " + ours + " cannot follow server " + server + ": give it another dir");
        }
    }

    private void requireReign(final Epoch theirs) {
        final Epoch ours = engine.highestEpoch();
        if (ours.beats(theirs)) {
            throw new FollowException(
                    Reason.LOWER_EPOCH,
                    "this journal knows epoch " + ours + ", whoever serves there does so under epoch " + theirs);
        }
    }
}

package ringside.replay.standby;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.journal.EpochBegin;
import ringside.journal.JournalWriter;
import ringside.journal.RecordFollower;
import ringside.journal.SafePosition;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.replay.EngineRecording;
import ringside.snapshot.checkpoint.Checkpoint;

/**
 * A live engine's journal as files, read beside the writer: neither the ring nor logic knows that anybody follows. One thread asks.
 */
public final class ShippedJournal implements ShippedEngine {
    /** What else the connection wants to know of a server. */
    public interface Server {
        ServerId serverId();

        /** How many engines it has. */
        int engines();

        /** The highest number of a match that was ever given. */
        int lastMatch();

        /** A checkpoint is wanted soon. */
        void wantCheckpoint(int engine);

        /** A copy of a match's state after a frame, or null when it is no longer there. */
        @Nullable
        State state(int match, int frame);

        /** See {@link ShippedEngine#moving}; nobody is told unless somebody does it. */
        default void moving() {}

        /** See {@link ShippedEngine#overruled}. */
        void overruled(int engine, Epoch by, String said);
    }

    private final EngineRecording recording;
    private final JournalWriter writer;
    private final SafePosition safe;
    private final Server server;
    private final Epoch epoch;
    private final @Nullable Membership membership;

    /** @param membership of its in-sync set; null where the journal is not kept at level replicated */
    public ShippedJournal(
            final EngineRecording recording,
            final JournalWriter writer,
            final SafePosition safe,
            final @Nullable Membership membership,
            final Server server) {
        this.recording = recording;
        this.writer = writer;
        this.safe = safe;
        this.server = server;
        this.membership = membership;
        epoch = new Epoch(writer.epoch(), writer.writerId());
    }

    @Override
    public ServerId serverId() {
        return server.serverId();
    }

    @Override
    public int engines() {
        return server.engines();
    }

    @Override
    public Epoch epoch() {
        return epoch;
    }

    @Override
    public long appendedPosition() {
        return writer.appendedPosition();
    }

    @Override
    public long safePosition() {
        return safe.safePosition();
    }

    @Override
    public int lastMatch() {
        return server.lastMatch();
    }

    @Override
    public RecordFollower behind(final long nextPosition, final int lastChecksum) {
        return RecordFollower.behind(recording.journal(), nextPosition, lastChecksum);
    }

    @Override
    public RecordFollower from(final long position) {
        return RecordFollower.from(recording.journal(), position);
    }

    @Override
    public List<EpochBegin> epochs() {
        return RecordFollower.epochs(recording.journal());
    }

    @Override
    public @Nullable Membership membership() {
        return membership;
    }

    @Override
    public @Nullable Checkpoint newestCheckpoint() {
        final Checkpoint newest = recording
                .checkpointStore()
                .newest(
                        writer.appendedPosition(),
                        passedOver -> {},
                        checkpoint -> checkpoint.identityJson().isEmpty() ? null : checkpoint);
        if (newest == null) {
            server.wantCheckpoint(recording.engine());
        }
        return newest;
    }

    @Override
    public @Nullable State state(final int match, final int frame) {
        return server.state(match, frame);
    }

    @Override
    public void moving() {
        server.moving();
    }

    @Override
    public void overruled(final Epoch by, final String said) {
        server.overruled(recording.engine(), by, said);
    }
}

package ringside.replay.standby;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ringside.journal.EpochBegin;
import ringside.journal.RecordFollower;
import ringside.journal.ServerId;
import ringside.layout.State;
import ringside.snapshot.checkpoint.Checkpoint;

/** An engine of a primary as those who ship its journal see it. Asked on their thread only. */
public interface ShippedEngine {
    ServerId serverId();

    /** How many engines the server has. */
    int engines();

    /** Under which it writes. */
    Epoch epoch();

    long appendedPosition();

    long safePosition();

    /** The highest number of a match that was ever given. */
    int lastMatch();

    /** The journal behind a record: see {@link RecordFollower#behind(java.nio.file.Path, long, int)}. */
    RecordFollower behind(long nextPosition, int lastChecksum);

    /** The journal from an event on: see {@link RecordFollower#from(java.nio.file.Path, long)}. */
    RecordFollower from(long position);

    /** Where its epochs begin: see {@link RecordFollower#epochs}. */
    List<EpochBegin> epochs();

    /** Its in-sync set; null where the journal is not kept at level replicated. */
    @Nullable
    Membership membership();

    /** The newest good checkpoint, or null while there is none. */
    @Nullable
    Checkpoint newestCheckpoint();

    /** A copy of a match's state after a frame, without history, or null when it is no longer there. */
    @Nullable
    State state(int match, int frame);

    /** A standby that knows the secret says that it is about to be promoted: players may be told where to go. */
    void moving();

    /**
     * A standby that knows the secret says that somebody reigns under an epoch that this one must yield to: the engine must stop, and
     * nobody may be told anything further.
     */
    void overruled(Epoch by, String said);
}

package ringside.replay.standby;

import java.util.List;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;
import ringside.engine.logic.InSyncSet.Member;
import ringside.journal.EpochBegin;
import ringside.journal.ServerId;

/** An engine that follows another one's journal, as the connection sees it. One thread. Throws {@link FollowException} to end it. */
public interface FollowedEngine {
    /** Its number. */
    int engine();

    /** The server that it belongs to, or null while it belongs to none. */
    @Nullable
    ServerId serverId();

    /** The highest that stands in its journal. */
    Epoch epoch();

    /** The highest that it ever heard of, in its journal or from a primary. */
    Epoch highestEpoch();

    /** As which member of an in-sync set it counts. */
    Member member();

    /** Whether it only tries a build on what the primary does, and is not to become a member of an in-sync set. */
    default boolean isShadow() {
        return false;
    }

    /** The position that comes next in its journal; -1 when it has none. */
    long nextPosition();

    /** Checksum of the last record in its journal. */
    int lastChecksum();

    /** Position of the last event applied. */
    long appliedPosition();

    /** Up to where it has both appended and applied. */
    default long position() {
        return Math.min(appliedPosition(), nextPosition() - 1);
    }

    /** Frames of matches whose hash was found to be the primary's. */
    long framesCompared();

    /** The primary takes it on. */
    void welcomed(ServerId server, int engines, Epoch primary);

    /**
     * The primary's journal does not hold the last record of this one: what this one has beyond is set aside.
     *
     * @param primary who reigns there
     * @param epochs where the primary's begin, the newest first
     * @throws FollowException DIVERGED when that must not be
     */
    void fork(Epoch primary, List<EpochBegin> epochs);

    /**
     * Everything begins with a checkpoint.
     *
     * @param checkpoint whole, in memory that may be kept
     * @param firstPosition of the record that will come first
     * @param epochRecord first record of the epoch that goes on there, in memory that may be kept; null where the record that comes
     *     first is one
     */
    void begin(DirectBuffer checkpoint, long firstPosition, @Nullable DirectBuffer epochRecord);

    /** The next record: it is verified, appended, and its events applied, in this order. The bytes are only lent. */
    void record(DirectBuffer buffer, int offset, int lengthBytes);

    /** How far the primary is. */
    void heard(long appendedPosition, long safePosition, int lastMatch);

    /** A match and a frame whose state of the primary's is wanted, because this one's differs; null when none is. */
    @Nullable
    Wanted wanted();

    /** The state that was {@link #wanted}, or null when the primary has it no longer. */
    void state(int match, int frame, @Nullable DirectBuffer snapshot);

    /** Which state is wanted. */
    record Wanted(int match, int frame) {}
}

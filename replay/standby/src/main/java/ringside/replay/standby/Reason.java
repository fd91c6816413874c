package ringside.replay.standby;

import org.jspecify.annotations.Nullable;

/** Why one side ends the connection. The numbers stand on the wire and never change. */
public enum Reason {
    /** The other side speaks another version of this protocol. */
    PROTOCOL(1),
    /** The other side does not know the secret. */
    SECRET(2),
    /** The other side is of another server: its journals are of other matches. */
    OTHER_SERVER(3),
    /** The other side's epoch is lower: somebody else reigns since. */
    LOWER_EPOCH(4),
    /** The other side's epoch has the same number and another writer: two have opened the same journal. */
    OTHER_WRITER(5),
    /** Records, or messages, are missing or came twice. */
    GAP(6),
    /** Bytes are not what was sent. */
    DAMAGED(7),
    /** A format of records, events or checkpoints that is not known here. */
    FORMAT(8),
    /** It does not keep up. */
    TOO_SLOW(9),
    /** Its journal ends with records that are not in this one: its tail must be set aside first. */
    DIVERGED(10),
    /** There is no engine of that number. */
    NO_SUCH_ENGINE(11),
    /** This side stops, or serves no longer. */
    STOPPING(12),
    /** Its state is not the one that the same events led to here. */
    HASH_DIFFERS(13),
    /** Nothing was heard for too long. */
    SILENT(14),
    /** As many as are allowed follow already. */
    TOO_MANY(15),
    /** A message that makes no sense here. */
    MALFORMED(16),
    /** There is no checkpoint to begin with yet: try again soon. */
    NOT_READY(17),
    /** A failure of this side's own. */
    FAILED(18),
    /** The end of its journal, which the other one's went on without, was set aside: it comes anew. */
    SET_ASIDE(19),
    /** It claims to be a member that another one is: its directory is a copy. */
    SAME_MEMBER(20);

    /** Every code is below it. */
    static final int MOST = 32;

    private static final @Nullable Reason[] BY_CODE = new @Nullable Reason[MOST];

    static {
        for (final Reason reason : values()) {
            BY_CODE[reason.code] = reason;
        }
    }

    private final int code;

    Reason(final int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The reason of that number; {@link #FAILED} for one that this version does not know. */
    public static Reason of(final int code) {
        final Reason known = code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        return known == null ? FAILED : known;
    }

    /** Whether it is of no use to try again before somebody did something. */
    public boolean isFinal() {
        return switch (this) {
            case PROTOCOL,
                    SECRET,
                    OTHER_SERVER,
                    LOWER_EPOCH,
                    OTHER_WRITER,
                    FORMAT,
                    DIVERGED,
                    NO_SUCH_ENGINE,
                    HASH_DIFFERS,
                    SAME_MEMBER -> true;
            case GAP, DAMAGED, TOO_SLOW, STOPPING, SILENT, TOO_MANY, MALFORMED, NOT_READY, FAILED, SET_ASIDE -> false;
        };
    }
}

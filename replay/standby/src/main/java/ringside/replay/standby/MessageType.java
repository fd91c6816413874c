package ringside.replay.standby;

import org.jspecify.annotations.Nullable;

/** What a message says. The codes stand on the wire and never change. */
enum MessageType {
    /** Primary, first of all: a number to prove the secret with. */
    CHALLENGE(1),
    /** Standby: who it is, what it has, and the proof. */
    HELLO(2),
    /** Primary: who it is, with its proof, and how it will go on. */
    WELCOME(3),
    /** Primary: a part of a checkpoint. */
    CHECKPOINT(4),
    /** Primary: the first record of the epoch in whose midst the records begin. */
    EPOCH_RECORD(5),
    /** Primary: records of its journal, as they are. */
    RECORDS(6),
    /** Standby: what it has. */
    ACK(7),
    /** Primary: how far its journal is. */
    HEARTBEAT(8),
    /** Both: why it ends here. */
    REFUSED(9),
    /** Standby: asks for the state of a match after a frame. */
    STATE_WANTED(10),
    /** Primary: that state. */
    STATE(11),
    /** Primary: where its epochs begin, for one whose journal it did not go on from. */
    FORK(12),
    /** Standby: it is about to be promoted. Primary: its players were told. */
    MOVING(13);

    private static final @Nullable MessageType[] BY_CODE = new @Nullable MessageType[16];

    static {
        for (final MessageType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    MessageType(final int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static @Nullable MessageType of(final int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}

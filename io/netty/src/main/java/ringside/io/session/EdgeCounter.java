package ringside.io.session;

/** What the edge counts, beside refusals and disconnects by their reasons. */
public enum EdgeCounter {
    /** Connections that began. */
    CONNECTIONS_OPENED,
    /** Connections that ended, for whatever reason. */
    CONNECTIONS_CLOSED,
    /** Connections refused before their first byte, by the limits on accepting. */
    CONNECTIONS_REFUSED,
    /** Encrypted connections that ended before their handshake was done: it failed, or took too long. */
    ENCRYPTIONS_FAILED,
    /** Times that accepting paused because no file descriptor was left. */
    ACCEPTS_PAUSED,
    /** QUIC: clients that were asked to prove their address. */
    QUIC_RETRIES,
    /** QUIC: proofs of an address that were none: forged, of another address, or too old. */
    QUIC_TOKENS_REFUSED,
    /** QUIC: packets that were dropped unread, for answering them would have served who forged them. */
    QUIC_PACKETS_DROPPED,
    /** QUIC: packets that were not sent to an address that had not proven itself: it had been sent enough. */
    QUIC_PACKETS_HELD_BACK,
    /** QUIC: connections that went on from another address. */
    QUIC_MIGRATIONS,
    /** QUIC: messages that no datagram of their connection could take. */
    DATAGRAMS_TOO_LONG,
    /** Whole messages received. */
    MESSAGES_RECEIVED,
    /** Inputs handed to the ring. */
    INPUTS_OFFERED,
    /** Inputs that had been handed to the ring before. */
    INPUTS_REPEATED,
    /** Commands handed to the ring. */
    COMMANDS_OFFERED,
    /** Events that found the ring full. */
    RING_FULL,
    /** Frames shown to clients. */
    VIEWS_SENT,
    /** Parts of those. */
    PARTS_SENT,
    /** Bytes of those. */
    VIEW_BYTES_SENT,
    /** Frames not shown to a client that had not read the ones before. */
    VIEWS_SKIPPED,
    /** Frames that were overwritten while a view was made of them. */
    VIEWS_TORN,
    /** Effects that expired before a client could be offered them: its view began anew. */
    EFFECTS_MISSED,
    /** Messages with turns or images of lockstep matches. */
    TURN_MESSAGES_SENT,
    /** Bytes of those. */
    TURN_BYTES_SENT,
    /** Turns and parts of images that were sent again, for nobody acknowledged them in time. */
    TURNS_REPEATED,
    /** Times that a lockstep client was sent nothing, for it had not read what came before. */
    TURNS_DELAYED,
    /** Turns that were overwritten before they could be read: the clients began anew with an image. */
    TURNS_MISSED,
    /** Images of lockstep matches that were begun: for who joins, comes back, fell behind or went astray. */
    IMAGES_SENT,
    /** Reports of lockstep clients that computed something else. */
    DESYNCS_REPORTED,
    /** Those whose first difference was named. */
    DESYNCS_NAMED,
    /** Connections of those who only watch, that were let in. */
    SPECTATORS_ADMITTED,
    /** Those for whom there was no room. */
    SPECTATORS_REFUSED,
    /** Views made for those who only watch: one for all of a match, on each event loop that has any. */
    BROADCASTS_MADE,
    /** Those left out, for there was no room for so many until their delay is over. */
    BROADCASTS_LEFT_OUT,
    /** Parts that clients acknowledged. */
    PARTS_ACKNOWLEDGED,
    /** Answers of logic whose connection was gone. */
    ANSWERS_UNDELIVERED,
    /** Lines that people typed. */
    LINES_RECEIVED,
    /** Requests for pages. */
    HTTP_REQUESTS
}

package ringside.io.session;

/**
 * Where a connection stands.
 *
 * <pre>
 * AWAITING_HELLO   a HELLO that names a match             -> JOINING
 * JOINING          logic's answer, once it is safe        -> PLAYING (at a standby: once it was promoted)
 * any              a fault, a deadline, the peer's leave  -> CLOSED
 * </pre>
 */
public enum ConnectionState {
    /** Nothing was said yet; the handshake's deadline runs. */
    AWAITING_HELLO,
    /** A JOIN or RESUME is in the ring; the answer's deadline runs. */
    JOINING,
    /** A seat is taken; inputs go in and views go out. */
    PLAYING,
    /** The end. */
    CLOSED
}

package ringside.io.client;

import org.agrona.DirectBuffer;

/** What becomes of a {@link Line}. Called on the session's thread, never from within a call to the carrier or the line. */
public interface LineListener {
    /** The connection stands. */
    void connected(long nowNs);

    /** A whole message came; its bytes are read before this returns. */
    void received(DirectBuffer message, int offset, int lengthBytes, long nowNs);

    /** The connection broke, or could not be made. Nothing follows. */
    void lost(String cause, long nowNs);
}

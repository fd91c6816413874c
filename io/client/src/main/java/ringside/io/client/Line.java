package ringside.io.client;

import org.agrona.DirectBuffer;

/** One connection to a server, begun by a {@link Carrier}. For the session's thread. */
public interface Line {
    /** Takes a whole message; its bytes are copied before this returns. May be held back until {@link #flush}. */
    void send(DirectBuffer message, int offset, int lengthBytes);

    /** Sends what was held back. */
    void flush();

    /** Ends the connection. Nothing more of it may be reported. */
    void close();
}

package ringside.io.client;

import org.agrona.DirectBuffer;

/**
 * What a session needs of a network. It is called on the session's thread, and answers on it with {@link
 * ClientSession#connected}, {@link ClientSession#received} and {@link ClientSession#lost}, never from within a call.
 */
public interface Carrier {
    /** Begins a connection, in place of the one before, of which nothing more may be reported. */
    void connect(ServerAddress address);

    /** Takes a whole message; its bytes are copied before this returns. May be held back until {@link #flush}. */
    void send(DirectBuffer message, int offset, int lengthBytes);

    /** Sends what was held back. */
    void flush();

    /** Ends the connection, if there is one. Nothing more of it may be reported. */
    void close();
}

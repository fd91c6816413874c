package ringside.io.session;

/** Where lines for a person go. Called on the event loop; never blocks. */
public interface TextOutlet {
    /** Queues one line, without its end. */
    void line(String text);

    /** Hands what is queued to the network. */
    void flush();

    boolean isWritable();

    /** Bytes that wait for the network. */
    long pendingBytes();

    /** Hands over what is queued, then ends the connection. */
    void close();
}

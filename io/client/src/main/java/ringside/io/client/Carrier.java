package ringside.io.client;

/** What a session needs of a network: connections, several at a time while it looks for the server of its match. */
@FunctionalInterface
public interface Carrier {
    /** Begins a connection beside those that there are. What becomes of it is told to {@code listener}. */
    Line dial(ServerAddress address, LineListener listener);
}

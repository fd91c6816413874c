package ringside.io.session;

import org.jspecify.annotations.Nullable;

/**
 * How the connection of a player is.
 *
 * @param player in the match
 * @param connection its number
 * @param viewRoundTripNs smoothed, from the sending of a view or turn to its acknowledgement by the client, which waits for the
 *     client's next message; 0 before the first
 * @param pendingBytes that wait for the network
 * @param kernel as the operating system sees it, at most a second old; null where it does not say, such as for QUIC
 */
public record ConnectionFigures(
        int player,
        long connection,
        long viewRoundTripNs,
        long pendingBytes,
        @Nullable KernelFigures kernel) {}

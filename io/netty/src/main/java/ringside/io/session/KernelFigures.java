package ringside.io.session;

/**
 * What the operating system measured of a TCP connection; see tcp(7), TCP_INFO.
 *
 * @param roundTripNs smoothed, from the sending of a segment to its acknowledgement by the peer's system, whatever the client does
 * @param roundTripDeviationNs how far single ones lie from it
 * @param retransmits segments that were sent again since the connection began
 * @param unacknowledged segments on their way now
 * @param congestionWindow how many may be
 */
public record KernelFigures(
        long roundTripNs, long roundTripDeviationNs, long retransmits, long unacknowledged, long congestionWindow) {}

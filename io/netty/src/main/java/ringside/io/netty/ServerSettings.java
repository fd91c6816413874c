package ringside.io.netty;

import java.util.function.Consumer;

/**
 * Where a server listens, and how much it takes on. Immutable; every bound by name, checked once.
 *
 * @param host address to listen on
 * @param tcpPort for framed clients and people who type; 0 for any free port, -1 for none
 * @param httpPort for pages and WebSockets; 0 for any free port, -1 for none
 * @param eventLoops threads that carry connections, 1 to 256
 * @param maxConnections open at once; more are closed before their first byte and counted
 * @param maxConnectionsPerAddress open at once from one address; more are treated alike
 * @param maxAcceptsPerSecondAndAddress begun in a second from one address; more are treated alike
 * @param limitsThisMachine whether the limits for one address hold for this machine's own, too
 * @param maxAcceptsPerSecond beyond which accepting pauses, so that a storm of reconnects waits in the kernel's queue
 * @param backlog connections that wait in that queue
 * @param sendBufferBytes of the kernel for each connection: what is in it can no longer be skipped
 * @param lowWatermarkBytes below which a connection is written to again
 * @param highWatermarkBytes above which a connection's views are skipped
 * @param httpDeadlineMs from the opening of an HTTP connection, or its last answer, to a whole request
 * @param encryptionDeadlineMs from the opening of an encrypted connection to the end of its handshake
 */
public record ServerSettings(
        String host,
        int tcpPort,
        int httpPort,
        int eventLoops,
        int maxConnections,
        int maxConnectionsPerAddress,
        int maxAcceptsPerSecondAndAddress,
        boolean limitsThisMachine,
        int maxAcceptsPerSecond,
        int backlog,
        int sendBufferBytes,
        int lowWatermarkBytes,
        int highWatermarkBytes,
        int httpDeadlineMs,
        int encryptionDeadlineMs) {
    public static final ServerSettings DEFAULT = new ServerSettings(
            "0.0.0.0", 7777, 8080, 1, 20_000, 20_000, 20_000, true, 5_000, 1_024, 65_536, 16_384, 32_768, 10_000,
            5_000);

    public ServerSettings {
        require("tcpPort", tcpPort, -1, 65_535);
        require("httpPort", httpPort, -1, 65_535);
        require("eventLoops", eventLoops, 1, 256);
        require("maxConnections", maxConnections, 1, 1_000_000);
        require("maxConnectionsPerAddress", maxConnectionsPerAddress, 1, 1_000_000);
        require("maxAcceptsPerSecondAndAddress", maxAcceptsPerSecondAndAddress, 1, 1_000_000);
        require("maxAcceptsPerSecond", maxAcceptsPerSecond, 1, 1_000_000);
        require("backlog", backlog, 1, 65_535);
        require("sendBufferBytes", sendBufferBytes, 1_024, 1 << 26);
        require("lowWatermarkBytes", lowWatermarkBytes, 1, highWatermarkBytes);
        require("highWatermarkBytes", highWatermarkBytes, lowWatermarkBytes, 1 << 26);
        require("httpDeadlineMs", httpDeadlineMs, 1, 600_000);
        require("encryptionDeadlineMs", encryptionDeadlineMs, 1, 600_000);
    }

    private static void require(final String name, final int value, final int min, final int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ": " + min + " to " + max + " are possible");
        }
    }

    /** The same on other ports; 0 for any free one, -1 for none. */
    public ServerSettings withPorts(final int tcp, final int http) {
        return with(draft -> {
            draft.tcpPort = tcp;
            draft.httpPort = http;
        });
    }

    /** The same listening on another address. */
    public ServerSettings withHost(final String address) {
        return with(draft -> draft.host = address);
    }

    /** The same with other numbers of connections. */
    public ServerSettings withConnections(final int most, final int perAddress, final int acceptsPerSecond) {
        return with(draft -> {
            draft.maxConnections = most;
            draft.maxConnectionsPerAddress = perAddress;
            draft.maxAcceptsPerSecond = acceptsPerSecond;
        });
    }

    /** The same with other limits for one address, which may leave out this machine's own. */
    public ServerSettings withAddressLimits(
            final int connections, final int acceptsPerSecond, final boolean thisMachineToo) {
        return with(draft -> {
            draft.maxConnectionsPerAddress = connections;
            draft.maxAcceptsPerSecondAndAddress = acceptsPerSecond;
            draft.limitsThisMachine = thisMachineToo;
        });
    }

    /** The same with that many event loops. */
    public ServerSettings withEventLoops(final int count) {
        return with(draft -> draft.eventLoops = count);
    }

    /** The same with other buffers for each connection. */
    public ServerSettings withBuffers(final int sendBytes, final int lowBytes, final int highBytes) {
        return with(draft -> {
            draft.sendBufferBytes = sendBytes;
            draft.lowWatermarkBytes = lowBytes;
            draft.highWatermarkBytes = highBytes;
        });
    }

    /** The same with another time for HTTP requests. */
    public ServerSettings withHttpDeadlineMs(final int ms) {
        return with(draft -> draft.httpDeadlineMs = ms);
    }

    /** The same with another time for handshakes of encryption. */
    public ServerSettings withEncryptionDeadlineMs(final int ms) {
        return with(draft -> draft.encryptionDeadlineMs = ms);
    }

    /** The same, changed. */
    private ServerSettings with(final Consumer<Draft> change) {
        final Draft draft = new Draft(this);
        change.accept(draft);
        return draft.settings();
    }

    /** Settings in the making. */
    private static final class Draft {
        private String host;
        private int tcpPort;
        private int httpPort;
        private int eventLoops;
        private int maxConnections;
        private int maxConnectionsPerAddress;
        private int maxAcceptsPerSecondAndAddress;
        private boolean limitsThisMachine;
        private int maxAcceptsPerSecond;
        private int backlog;
        private int sendBufferBytes;
        private int lowWatermarkBytes;
        private int highWatermarkBytes;
        private int httpDeadlineMs;
        private int encryptionDeadlineMs;

        Draft(final ServerSettings from) {
            host = from.host;
            tcpPort = from.tcpPort;
            httpPort = from.httpPort;
            eventLoops = from.eventLoops;
            maxConnections = from.maxConnections;
            maxConnectionsPerAddress = from.maxConnectionsPerAddress;
            maxAcceptsPerSecondAndAddress = from.maxAcceptsPerSecondAndAddress;
            limitsThisMachine = from.limitsThisMachine;
            maxAcceptsPerSecond = from.maxAcceptsPerSecond;
            backlog = from.backlog;
            sendBufferBytes = from.sendBufferBytes;
            lowWatermarkBytes = from.lowWatermarkBytes;
            highWatermarkBytes = from.highWatermarkBytes;
            httpDeadlineMs = from.httpDeadlineMs;
            encryptionDeadlineMs = from.encryptionDeadlineMs;
        }

        ServerSettings settings() {
            return new ServerSettings(
                    host,
                    tcpPort,
                    httpPort,
                    eventLoops,
                    maxConnections,
                    maxConnectionsPerAddress,
                    maxAcceptsPerSecondAndAddress,
                    limitsThisMachine,
                    maxAcceptsPerSecond,
                    backlog,
                    sendBufferBytes,
                    lowWatermarkBytes,
                    highWatermarkBytes,
                    httpDeadlineMs,
                    encryptionDeadlineMs);
        }
    }
}

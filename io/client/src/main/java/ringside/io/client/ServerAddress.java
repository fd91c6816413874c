package ringside.io.client;

import io.netty.channel.local.LocalAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens. Immutable.
 *
 * <pre>
 * tcp://host:port   tls://host:port   ws://host:port/play   wss://host:port/play
 * quic://host:port  or quic://host:port#FINGERPRINT: the server with just that certificate (SHA-256, 64 hexadecimal digits)
 * local://name      a server of this process that opened no port
 * </pre>
 *
 * @param kind the carrier of messages
 * @param path of the WebSocket; empty for plain connections
 * @param fingerprint of the one certificate that a QUIC server is expected to have; empty where an authority signed it
 */
public record ServerAddress(Kind kind, String host, int port, String path, String fingerprint) {
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final String DEFAULT_PATH = "/play";

    /** What carries the messages. */
    public enum Kind {
        LOCAL("local", 0),
        TCP("tcp", 9000),
        TLS("tls", 9000),
        WS("ws", 80),
        WSS("wss", 443),
        QUIC("quic", 9000);

        private final String scheme;
        private final int defaultPort;

        Kind(final String scheme, final int defaultPort) {
            this.scheme = scheme;
            this.defaultPort = defaultPort;
        }

        public boolean isEncrypted() {
            return this == TLS || this == WSS;
        }

        public boolean isWebSocket() {
            return this == WS || this == WSS;
        }
    }

    /** Reads one URL; throws {@link IllegalArgumentException} with what is wrong and what is possible. */
    public static ServerAddress parse(final String url) {
        final URI uri;
        try {
            uri = new URI(url.trim());
        } catch (final URISyntaxException e) {
            throw new IllegalArgumentException("server address '" + url + "': " + e.getMessage(), e);
        }
        final String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("server address '" + url + "': write it as tcp://host:port");
        }
        for (final Kind kind : Kind.values()) {
            if (kind.scheme.equals(uri.getScheme())) {
                final String path = uri.getPath() == null || uri.getPath().length() < 2 ? DEFAULT_PATH : uri.getPath();
                return new ServerAddress(
                        kind,
                        host,
                        uri.getPort() < 0 ? kind.defaultPort : uri.getPort(),
                        kind.isWebSocket() ? path : "",
                        fingerprint(url, kind, uri.getFragment()));
            }
        }
        throw new IllegalArgumentException(
                "server address '" + url + "': tcp://, tls://, ws://, wss://, quic:// and local:// are possible");
    }

    private static String fingerprint(final String url, final Kind kind, final @Nullable String given) {
        if (given == null) {
            return "";
        }
        if (kind != Kind.QUIC || !FINGERPRINT.matcher(given).matches()) {
            throw new IllegalArgumentException("server address '" + url
                    + "': only quic:// takes a fingerprint, of 64 hexadecimal digits in small letters");
        }
        return given;
    }

    /** What the network calls it. */
    SocketAddress socketAddress() {
        return kind == Kind.LOCAL ? new LocalAddress(host) : InetSocketAddress.createUnresolved(host, port);
    }

    /** Reads several URLs with commas between them, in the order in which they are tried. */
    public static List<ServerAddress> parseAll(final String urls) {
        final List<ServerAddress> all = new ArrayList<>();
        for (final String url : urls.split(",", -1)) {
            all.add(parse(url));
        }
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return kind.scheme + "://" + host + ":" + port + path + (fingerprint.isEmpty() ? "" : "#" + fingerprint);
    }
}

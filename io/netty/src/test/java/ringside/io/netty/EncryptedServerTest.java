package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.MessageType;
import ringside.io.session.Admission;
import ringside.io.session.EdgeCounter;
import ringside.io.session.EdgeSettings;
import ringside.io.support.LiveServer;
import ringside.io.support.TcpClient;
import ringside.io.support.TestCertificates;
import ringside.io.support.TestEngine;

/** Both ports behind TLS, on loopback, with the JDK's own client. */
class EncryptedServerTest {
    private static TestCertificates.Pair first;
    private static TestCertificates.Pair second;
    private static TestCertificates.Pair wild;

    @BeforeAll
    static void certificates(@TempDir final Path folder) {
        first = TestCertificates.make(folder, "dns:localhost", "ip:127.0.0.1");
        second = TestCertificates.make(folder, "dns:Second.example");
        wild = TestCertificates.make(folder, "dns:*.wild.example");
    }

    private final AtomicReference<Certificates> current = new AtomicReference<>(of(first.both()));

    private static Certificates of(final String... texts) {
        final TreeMap<Path, String> files = new TreeMap<>();
        for (final String text : texts) {
            files.put(Path.of("file-" + files.size() + ".pem"), text);
        }
        return Certificates.of(files);
    }

    private LiveServer serve() {
        return serve(LiveServer.settings());
    }

    private LiveServer serve(final ServerSettings settings) {
        return new LiveServer(
                settings, EdgeSettings.at(3, TestEngine.HZ).withLineMode(true), Admission.OPEN, current::get);
    }

    private static SSLSocket socket(final int port, final @Nullable String name) throws IOException {
        // A context of its own: nothing is resumed that another connection began.
        final SSLSocket socket = (SSLSocket) TestCertificates.trusting(first, second, wild)
                .getSocketFactory()
                .createSocket("127.0.0.1", port);
        if (name != null) {
            final SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
        }
        return socket;
    }

    private static TcpClient connect(final int port) throws IOException {
        return new TcpClient(socket(port, null));
    }

    /** The name in the certificate that a client is shown which asks for that name. */
    private static String shown(final LiveServer live, final @Nullable String name) throws IOException {
        try (SSLSocket socket = socket(live.server.tcpPort(), name)) {
            socket.startHandshake();
            final X509Certificate certificate =
                    (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }

    @Test
    void a_client_joins_is_shown_frames_and_leaves() throws IOException {
        try (LiveServer live = serve();
                TcpClient client = connect(live.server.tcpPort())) {
            assertEquals(1, client.join().seat().player());
            live.frame();
            assertEquals(MessageType.VIEW.code(), client.read(MessageType.VIEW).getByte(0));
            client.send(new byte[] {MessageType.LEAVE.code()});
            // Read to the end, which comes within the encryption: nothing was cut off.
            assertEquals(DisconnectReason.LEFT, client.readDisconnect().reason());
            LiveServer.await("the connection to be forgotten", () -> live.server.openConnections() == 0);
        }
    }

    @Test
    void both_versions_in_use_are_spoken() throws IOException {
        try (LiveServer live = serve()) {
            for (final String version : new String[] {"TLSv1.2", "TLSv1.3"}) {
                try (SSLSocket socket = socket(live.server.tcpPort(), null)) {
                    socket.setEnabledProtocols(new String[] {version});
                    socket.startHandshake();
                    assertEquals(version, socket.getSession().getProtocol());
                }
            }
        }
    }

    @Test
    void pages_and_websockets_are_served_within_it() throws IOException {
        try (LiveServer live = serve();
                TcpClient page = connect(live.server.httpPort());
                TcpClient play = connect(live.server.httpPort())) {
            page.sendText("GET /tested/ HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n");
            assertTrue(page.readAll().contains("<title>tested</title>"));
            final String upgrade = """
                    GET /play HTTP/1.1
                    Host: here
                    Upgrade: websocket
                    Connection: Upgrade
                    Sec-WebSocket-Version: 13
                    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

                    """;
            play.sendText(upgrade.replace("\n", "\r\n"));
            assertTrue(play.readLine().startsWith("HTTP/1.1 101"));
        }
    }

    @Test
    void people_type_within_it() throws IOException {
        try (LiveServer live = serve();
                TcpClient person = connect(live.server.tcpPort())) {
            person.sendText("\r\n");
            assertTrue(person.readLine().startsWith("ringside"));
        }
    }

    @Test
    void each_name_has_its_certificate_and_an_unknown_one_the_first() throws IOException {
        current.set(of(first.both(), second.both(), wild.both()));
        try (LiveServer live = serve()) {
            assertEquals("CN=localhost", shown(live, null));
            assertEquals("CN=localhost", shown(live, "localhost"));
            assertEquals("CN=localhost", shown(live, "unknown.example"));
            assertEquals("CN=Second.example", shown(live, "second.EXAMPLE"));
            assertEquals("CN=*.wild.example", shown(live, "one.wild.example"));
            assertEquals("CN=localhost", shown(live, "two.one.wild.example"));
        }
    }

    @Test
    void new_certificates_are_for_new_connections_and_the_old_ones_play_on() throws IOException {
        try (LiveServer live = serve();
                TcpClient old = connect(live.server.tcpPort())) {
            old.join();
            current.set(of(second.both()));
            assertEquals("CN=Second.example", shown(live, null));
            live.frame();
            old.read(MessageType.VIEW);
            try (TcpClient fresh = connect(live.server.tcpPort())) {
                fresh.join();
                live.frame();
                fresh.read(MessageType.VIEW);
                old.read(MessageType.VIEW);
            }
        }
    }

    // ---- hostile ones

    @Test
    void what_is_not_encrypted_is_refused() throws IOException {
        try (LiveServer live = serve()) {
            try (TcpClient plain = new TcpClient(live.server.tcpPort())) {
                plain.sendText("help me, whoever you are\r\n");
                assertNull(plain.read());
            }
            try (TcpClient plain = new TcpClient(live.server.httpPort())) {
                plain.sendText("GET / HTTP/1.1\r\n\r\n");
                assertEquals("", plain.readAll());
            }
            LiveServer.await("both to be counted", () -> live.counters.get(EdgeCounter.ENCRYPTIONS_FAILED) == 2);
            assertEquals(0, live.counters.get(EdgeCounter.CONNECTIONS_OPENED));
            LiveServer.await("their places to be free", () -> live.server.openConnections() == 0);
        }
    }

    @Test
    void a_handshake_that_dawdles_meets_its_deadline_at_each_of_its_stages() throws IOException {
        try (LiveServer live = serve(LiveServer.settings().withEncryptionDeadlineMs(3_000));
                TcpClient silent = new TcpClient(live.server.tcpPort());
                TcpClient begun = new TcpClient(live.server.tcpPort());
                TcpClient within = new TcpClient(live.server.httpPort())) {
            begun.sendRaw((byte) 22, (byte) 3, (byte) 1);
            within.sendRaw(clientHello());
            assertEquals(22, firstByte(within), "the server answers with a handshake record");
            assertEquals("", silent.readAll());
            assertEquals("", begun.readAll());
            within.readAll();
            LiveServer.await("all to be counted", () -> live.counters.get(EdgeCounter.ENCRYPTIONS_FAILED) == 3);
        }
    }

    private static int firstByte(final TcpClient client) throws IOException {
        return client.socket.getInputStream().read();
    }

    /** What a client says first, taken from the JDK's own. */
    private static byte[] clientHello() throws SSLException {
        final javax.net.ssl.SSLEngine engine = TestCertificates.trusting(first).createSSLEngine();
        engine.setUseClientMode(true);
        final java.nio.ByteBuffer out =
                java.nio.ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(java.nio.ByteBuffer.allocate(0), out);
        final byte[] hello = new byte[out.position()];
        out.flip().get(hello);
        return hello;
    }

    @Test
    void after_the_handshake_the_hello_has_its_own_deadline() throws IOException {
        try (LiveServer live = serve();
                SSLSocket socket = socket(live.server.tcpPort(), null)) {
            socket.startHandshake();
            final TcpClient silent = new TcpClient(socket);
            silent.sendRaw((byte) 0);
            LiveServer.await("the connection", () -> live.counters.get(EdgeCounter.CONNECTIONS_OPENED) == 1);
            live.advanceMs(5_001);
            assertEquals(
                    DisconnectReason.HANDSHAKE_DEADLINE, silent.readDisconnect().reason());
        }
    }

    @Test
    void a_client_that_trusts_another_certificate_gets_no_further() throws IOException {
        current.set(of(second.both()));
        try (LiveServer live = serve();
                SSLSocket socket = (SSLSocket) TestCertificates.trusting(first)
                        .getSocketFactory()
                        .createSocket("127.0.0.1", live.server.tcpPort())) {
            assertThrows(SSLException.class, socket::startHandshake);
            assertEquals(0, live.counters.get(DisconnectReason.SERVER_ERROR));
        }
    }
}

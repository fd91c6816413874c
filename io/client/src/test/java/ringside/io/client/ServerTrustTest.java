package ringside.io.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.netty.Certificates;
import ringside.io.support.TestCertificates;

/** Which QUIC servers a client believes. */
@Timeout(120)
final class ServerTrustTest {
    private static final ReconnectPolicy ONCE = new ReconnectPolicy(10, 10, 2_000, 5_000, 0);

    @TempDir
    Path folder = Path.of("");

    private static SmoothPlayer join(final ClientLoops loops, final String url, final @Nullable Path trusted)
            throws InterruptedException {
        final SmoothPlayer player = new SmoothPlayer();
        ClientSettings settings = ClientSettings.of(url)
                .withJoin(JoinRequest.ANY.withMatch(PacedServer.MATCH))
                .withReconnect(ONCE);
        if (trusted != null) {
            settings = settings.trusting(trusted);
        }
        final GameClient client = new GameClient(loops.next(), settings, player);
        client.join();
        while (player.joined.getCount() > 0 && player.ended.getCount() > 0) {
            assertTrue(player.ended.await(20, TimeUnit.SECONDS) || player.joined.getCount() == 0, "an answer");
        }
        client.close();
        return player;
    }

    @Test
    void a_server_with_another_certificate_than_its_address_says_is_not_spoken_to() throws Exception {
        try (PacedServer server = new PacedServer();
                ClientLoops loops = new ClientLoops(1)) {
            final String other =
                    server.quicUrl().replaceAll("#.", "#" + (server.quicUrl().contains("#0") ? "1" : "0"));
            assertEquals(1, join(loops, other, null).joined.getCount());
            assertEquals(0, join(loops, server.quicUrl(), null).joined.getCount());
        }
    }

    @Test
    void without_a_fingerprint_a_certificate_that_nobody_signed_is_worth_nothing() throws Exception {
        try (PacedServer server = new PacedServer();
                ClientLoops loops = new ClientLoops(1)) {
            assertEquals(
                    1,
                    join(loops, "quic://127.0.0.1:" + server.server.quicPort(), null)
                            .joined
                            .getCount());
        }
    }

    @Test
    void a_trusted_certificate_is_good_for_its_names_only() throws Exception {
        final TestCertificates.Pair pair = TestCertificates.make(folder, "ip:127.0.0.1");
        final Path trusted = Files.writeString(folder.resolve("trusted.pem"), pair.certificate());
        final TreeMap<Path, String> texts = new TreeMap<>();
        texts.put(folder.resolve("server.pem"), pair.both());
        final Certificates certificates = Certificates.of(texts);
        try (PacedServer server = new PacedServer("127.0.0.1", () -> certificates);
                ClientLoops loops = new ClientLoops(1)) {
            final int port = server.server.quicPort();
            assertEquals("", server.server.quicFingerprint());
            assertEquals(
                    0, join(loops, "quic://127.0.0.1:" + port, trusted).joined.getCount());
            assertEquals(
                    1, join(loops, "quic://localhost:" + port, trusted).joined.getCount());
            assertEquals(1, join(loops, "quic://127.0.0.1:" + port, null).joined.getCount());
        }
    }

    @Test
    void trusted_certificates_that_cannot_be_read_are_refused_at_once() {
        try (ClientLoops loops = new ClientLoops(1)) {
            final ClientSettings settings =
                    ClientSettings.of("quic://127.0.0.1:1").trusting(folder.resolve("missing.pem"));
            final IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> new GameClient(loops.next(), settings));
            assertTrue(String.valueOf(e.getMessage()).contains("missing.pem"), e.getMessage());
        }
    }

    @Test
    void a_fingerprint_is_64_digits_of_a_quic_address() {
        final String digits = "0123456789abcdef".repeat(4);
        assertEquals(digits, ServerAddress.parse("quic://host:1#" + digits).fingerprint());
        assertEquals(
                "quic://host:1#" + digits,
                ServerAddress.parse("quic://host:1#" + digits).toString());
        assertEquals("", ServerAddress.parse("quic://host:1").fingerprint());
        for (final String wrong : new String[] {"quic://h:1#", "quic://h:1#12", "tls://h:1#" + digits}) {
            final IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> ServerAddress.parse(wrong));
            assertTrue(String.valueOf(e.getMessage()).contains("fingerprint"), e.getMessage());
        }
    }
}

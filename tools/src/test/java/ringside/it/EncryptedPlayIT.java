package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients that play encrypted, while the certificate is renewed. */
final class EncryptedPlayIT {
    @TempDir
    private Path folder;

    @Test
    void players_go_on_over_tls_and_websockets_while_the_certificate_is_renewed() throws Exception {
        final MadeCertificate first = MadeCertificate.make(folder);
        final MadeCertificate second = MadeCertificate.make(folder);
        final Path trusted =
                Files.writeString(folder.resolve("trusted.crt"), first.certificate() + second.certificate());
        final Path pem = Files.writeString(folder.resolve("server.pem"), first.certificate());
        final Path key = Files.writeString(folder.resolve("server.key"), first.key());
        try (RingsideProcess server = RingsideProcess.start(
                Served.arguments(folder.resolve("data"), "--tls", pem.toString(), "--tls-key", key.toString())
                        .toArray(new String[0]))) {
            final String ready = server.awaitLine("ready");
            final String tls = ready.replaceAll(".*(tls://[^ ]+).*", "$1");
            final String wss = "wss" + ready.replaceAll(".*https(://[^ ]+/) .*", "$1") + "play";
            try (RingsideProcess longer = bots(tls + "," + tls, trusted, 8)) {
                requirePlayed(bots(wss, trusted, 1));
                // A certificate without its key, as halfway through a renewal, changes nothing.
                replace(pem, second.certificate());
                server.awaitError("is not the private key of the certificate");
                requirePlayed(bots(tls, trusted, 1));
                replace(key, second.key());
                server.awaitError("tls: read again");
                final Path onlySecond = Files.writeString(folder.resolve("second.crt"), second.certificate());
                requirePlayed(bots(tls, onlySecond, 1));
                final Path onlyFirst = Files.writeString(folder.resolve("first.crt"), first.certificate());
                try (RingsideProcess distrustful = bots(tls, onlyFirst, 1)) {
                    distrustful.await(60).require(1);
                }
                requirePlayed(longer);
            }
        }
    }

    private static RingsideProcess bots(final String url, final Path trusted, final int seconds) {
        return RingsideProcess.startBrief(
                "bots",
                "--json",
                "--connect",
                url,
                "--trust",
                trusted.toString(),
                "--players",
                "2",
                "--seconds",
                String.valueOf(seconds));
    }

    private static void requirePlayed(final RingsideProcess bots) throws InterruptedException {
        try (bots) {
            final RingsideProcess.Result result = bots.await(120).require(0);
            assertEquals(2, result.json().path("clients").asInt());
            assertEquals(0, result.json().path("resumes").asInt(), "no connection was lost");
            assertTrue(result.json().path("viewsReceived").asInt() > 10, result.out());
        }
    }

    private void replace(final Path file, final String text) throws Exception {
        final Path next = Files.writeString(folder.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

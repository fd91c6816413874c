package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real clients that play the arena over QUIC, from a process of their own. */
final class QuicPlayIT {
    private static final int PLAYERS = 5;

    @TempDir
    private Path folder;

    private String quicOf(final RingsideProcess server) throws Exception {
        return server.awaitLine("ready").replaceAll(".* (quic://[^ ]+) .*", "$1");
    }

    private static void requirePlayed(final String... more) throws Exception {
        final String[] arguments = new String[more.length + 6];
        arguments[0] = "bots";
        arguments[1] = "--json";
        arguments[2] = "--players";
        arguments[3] = String.valueOf(PLAYERS);
        arguments[4] = "--seconds";
        arguments[5] = "2";
        System.arraycopy(more, 0, arguments, 6, more.length);
        try (RingsideProcess bots = RingsideProcess.startBrief(arguments)) {
            final RingsideProcess.Result result = bots.await(120).require(0);
            assertEquals(PLAYERS, result.json().path("clients").asInt(), result.out());
            assertEquals(0, result.json().path("errors").asInt(), result.out());
            assertEquals(0, result.json().path("resumes").asInt(), result.out());
            assertTrue(result.json().path("viewsReceived").asInt() > PLAYERS * 10, result.out());
            assertTrue(result.json().path("inputsConsumed").asInt() > PLAYERS * 10, result.out());
        }
    }

    @Test
    void in_development_the_address_that_is_printed_is_all_that_players_need() throws Exception {
        try (RingsideProcess server = RingsideProcess.start(
                Served.arguments(folder.resolve("data"), "--quic", "0").toArray(new String[0]))) {
            requirePlayed("--connect", quicOf(server));
        }
    }

    @Test
    void with_a_certificate_players_trust_whoever_signed_it() throws Exception {
        final MadeCertificate made = MadeCertificate.make(folder);
        final Path trusted = Files.writeString(folder.resolve("trusted.crt"), made.certificate());
        final Path pem = Files.writeString(folder.resolve("server.pem"), made.certificate());
        final Path key = Files.writeString(folder.resolve("server.key"), made.key());
        try (RingsideProcess server = RingsideProcess.start(Served.arguments(
                        folder.resolve("data"), "--quic", "0", "--tls", pem.toString(), "--tls-key", key.toString())
                .toArray(new String[0]))) {
            final String url = quicOf(server);
            assertEquals(-1, url.indexOf('#'), url);
            requirePlayed("--connect", url, "--trust", trusted.toString());
        }
    }
}

package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Admission;
import ringside.io.token.TokenKey;

/** The keys that a server is started with. */
final class CredentialsTest {
    @TempDir
    private Path folder;

    private Path write(final String text) throws IOException {
        return Files.writeString(folder.resolve("keys.json"), text);
    }

    private static String secret(final String text) {
        return "{\"kty\":\"oct\",\"kid\":\"k1\",\"k\":\""
                + Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "\"}";
    }

    private static ServerSettings production() {
        return ServerSettings.defaults().with(ServerSetting.PRODUCTION, true);
    }

    private static String refusal(final ServerSettings settings) {
        final ServerException refused = assertThrows(ServerException.class, () -> Credentials.read(settings));
        assertTrue(refused.isConfiguration());
        assertEquals(1, String.valueOf(refused.getMessage()).lines().count());
        return String.valueOf(refused.getMessage());
    }

    private static HelloMessage hello(final String token) {
        return new HelloMessage("", 0, 0, token, Bytes.NONE, null, "test");
    }

    @Test
    void development_without_a_key_takes_whoever_comes() {
        final Credentials credentials = Credentials.read(ServerSettings.defaults());
        assertSame(Admission.OPEN, credentials.admission());
        assertNull(credentials.exampleToken(1));
        assertNull(credentials.certificates());
    }

    @Test
    void production_without_a_key_is_refused_and_told_how_to_make_one() {
        final String why = refusal(production());
        assertTrue(why.contains("tokenKey") && why.contains("token key --out"), why);
    }

    @Test
    void in_production_a_quic_port_needs_a_certificate() throws IOException {
        final Path key = write(secret("changeme-changeme-changeme-changeme"));
        final ServerSettings developing =
                ServerSettings.defaults().with(ServerSetting.QUIC, 0).with(ServerSetting.TOKEN_KEY, key.toString());
        assertNull(Credentials.read(developing).certificates());
        final String why = refusal(developing.with(ServerSetting.PRODUCTION, true));
        assertTrue(why.contains("quic = 0") && why.contains("give tls"), why);
    }

    @Test
    void production_refuses_a_key_that_can_be_guessed_and_development_does_not() throws IOException {
        final Path key = write(secret("changeme-changeme-changeme-changeme"));
        final String why = refusal(production().with(ServerSetting.TOKEN_KEY, key.toString()));
        assertTrue(why.contains("'k1' contains 'changeme'") && why.contains("token key --out"), why);
        final Credentials credentials =
                Credentials.read(ServerSettings.defaults().with(ServerSetting.TOKEN_KEY, key.toString()));
        assertEquals(
                DisconnectReason.TOKEN_MISSING,
                assertThrows(
                                ProtocolException.class,
                                () -> credentials.admission().admit(hello("")))
                        .reason());
    }

    @Test
    void production_under_the_name_of_every_server_is_doubted() {
        assertNull(Credentials.doubt(ServerSettings.defaults()));
        final String doubt = Credentials.doubt(production());
        assertTrue(String.valueOf(doubt).startsWith("tokenAudience = ringside: "), doubt);
        assertNull(Credentials.doubt(production().with(ServerSetting.TOKEN_AUDIENCE, "arena-1")));
    }

    @Test
    void a_key_that_is_too_short_or_none_is_refused_everywhere() throws IOException {
        for (final ServerSettings settings : new ServerSettings[] {ServerSettings.defaults(), production()}) {
            final ServerSettings keyed = settings.with(
                    ServerSetting.TOKEN_KEY, folder.resolve("keys.json").toString());
            Files.deleteIfExists(folder.resolve("keys.json"));
            assertTrue(refusal(keyed).contains("keys.json: there is no such file"));
            write(secret("too short"));
            assertTrue(refusal(keyed).contains("has 9 bytes, at least 32"));
            write("");
            assertTrue(refusal(keyed).contains("is no JSON Web Key"));
        }
    }

    @Test
    void development_makes_a_token_to_try_with_and_production_does_not() throws IOException {
        final Path key = write(TokenKey.newSecret("k1"));
        final Credentials credentials =
                Credentials.read(ServerSettings.defaults().with(ServerSetting.TOKEN_KEY, key.toString()));
        final String token = credentials.exampleToken(3);
        assertNotNull(token);
        assertEquals(3, credentials.admission().admit(hello(token)).match());
        final Credentials strict = Credentials.read(production().with(ServerSetting.TOKEN_KEY, key.toString()));
        assertNull(strict.exampleToken(3));
        strict.admission().admit(hello(token));
    }

    @Test
    void tls_files_that_are_of_no_use_are_named() throws IOException {
        final ServerSettings settings = ServerSettings.defaults();
        assertTrue(refusal(settings.with(ServerSetting.TLS_KEY, "a.pem")).contains("tls names no certificate"));
        assertTrue(refusal(settings.with(
                        ServerSetting.TLS, folder.resolve("none.pem").toString()))
                .contains("none.pem: there is no such file"));
        assertTrue(
                refusal(settings.with(ServerSetting.TLS, write("no certificate").toString()))
                        .startsWith("tls = "));
    }

    @Test
    void connections_leave_files_for_journals() {
        assertEquals(20_000, OpenFiles.connections(20_000, 1, 1 << 20, 100));
        assertEquals(1_024 - 100 - 48 - 2 * 16, OpenFiles.connections(20_000, 2, 1_024, 100));
        assertEquals(1, OpenFiles.connections(20_000, 1, 100, 90));
        assertEquals(20_000, OpenFiles.connections(20_000, 1, -1, 90), "no limit is known");
    }
}

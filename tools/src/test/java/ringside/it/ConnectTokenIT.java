package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.WelcomeMessage;

/** A server in production, and tokens good and bad: as an operator makes them, and as they come over the network. */
final class ConnectTokenIT {
    @TempDir
    private Path folder;

    private Path key;

    @BeforeEach
    void makeKey() throws InterruptedException {
        key = makeKey("k1", "key.json");
    }

    private Path makeKey(final String id, final String name) throws InterruptedException {
        final Path file = folder.resolve(name);
        RingsideProcess.run("token", "key", "--id", id, "--out", file.toString())
                .require(0);
        return file;
    }

    private Served serve(final String... options) throws InterruptedException {
        final String[] all = new String[options.length + 3];
        all[0] = "--production";
        all[1] = "--token-key";
        all[2] = key.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        return Served.start(folder.resolve("data"), all);
    }

    private static String issue(final Path with, final int match, final String... more) throws InterruptedException {
        final String[] all = new String[more.length + 9];
        final String[] first = {
            "token", "issue", "--json", "--key", with.toString(), "--player", "ann", "--match", String.valueOf(match)
        };
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        return RingsideProcess.run(all).require(0).json().path("token").asText();
    }

    private static byte[] hello(final String token, final int match) {
        return new HelloMessage("", 0, match, token, Bytes.NONE, null, "test").write();
    }

    private static WelcomeMessage join(final Served server, final String token) throws IOException {
        try (RawClient client = new RawClient(server.tcpPort())) {
            return client.sendMessage(hello(token, 0)).welcome();
        }
    }

    private static void requireRefused(
            final Served server, final DisconnectReason reason, final String token, final int match)
            throws IOException {
        try (RawClient client = new RawClient(server.tcpPort())) {
            final DisconnectMessage why =
                    client.sendMessage(hello(token, match)).disconnect();
            assertEquals(reason, why.reason(), why.text());
        }
    }

    @Test
    void a_token_lets_one_player_into_its_match_once_even_across_a_kill() throws Exception {
        final String token = issue(key, 2);
        final String other = issue(key, 2, "--ttl", "3000");
        try (Served server = serve("--matches", "2")) {
            final WelcomeMessage welcome = join(server, token);
            assertEquals(2, welcome.seat().match(), "the token says which match");
            requireRefused(server, DisconnectReason.TOKEN_USED, token, 2);
            server.kill();
        }
        try (Served server = serve("--matches", "2")) {
            requireRefused(server, DisconnectReason.TOKEN_USED, token, 0);
            assertEquals(2, join(server, other).seat().match());
            requireRefused(server, DisconnectReason.TOKEN_USED, other, 0);
            server.stop();
        }
        RingsideProcess.run("replay", "verify", folder.resolve("data").toString())
                .require(0);
    }

    @Test
    void a_bad_token_is_refused_with_the_number_of_its_reason() throws Exception {
        final Path stranger = makeKey("k1", "stranger.json");
        try (Served server = serve()) {
            requireRefused(server, DisconnectReason.TOKEN_MISSING, "", 1);
            requireRefused(server, DisconnectReason.TOKEN_MALFORMED, "open sesame", 1);
            requireRefused(server, DisconnectReason.TOKEN_REFUSED, issue(stranger, 1), 1);
            requireRefused(server, DisconnectReason.TOKEN_OTHER_SERVER, issue(key, 1, "--audience", "there"), 1);
            requireRefused(server, DisconnectReason.TOKEN_OTHER_MATCH, issue(key, 7), 1);
            requireRefused(server, DisconnectReason.UNKNOWN_MATCH, issue(key, 7), 0);
            requireRefused(server, DisconnectReason.TOKEN_REFUSED, issue(key, 1, "--ttl", "100000"), 1);
            requireRefused(server, DisconnectReason.TOKEN_REFUSED, issue(key, 1, "--join", "crown=1"), 1);
        }
        try (Served server = Served.start(
                folder.resolve("other"),
                "--config",
                config("tokenToleranceSeconds = 0\ntokenKey = \"" + key + "\"\n"))) {
            final String brief = issue(key, 1, "--ttl", "1");
            TimeUnit.MILLISECONDS.sleep(1_100);
            requireRefused(server, DisconnectReason.TOKEN_EXPIRED, brief, 1);
        }
    }

    private String config(final String text) throws IOException {
        return Files.writeString(folder.resolve("server.toml"), text).toString();
    }

    @Test
    void bots_with_a_key_play_in_production_and_without_one_do_not() throws Exception {
        try (Served server = serve("--matches", "2")) {
            RingsideProcess.run("bots", "--connect", server.url(), "--players", "1", "--seconds", "1")
                    .require(1);
            final RingsideProcess.Result played = RingsideProcess.run(
                    "bots",
                    "--json",
                    "--connect",
                    server.url(),
                    "--key",
                    key.toString(),
                    "--players",
                    "6",
                    "--matches",
                    "2",
                    "--seconds",
                    "2");
            played.require(0);
            assertEquals(6, played.json().path("clients").asInt());
            RingsideProcess.run(
                            "bots",
                            "--connect",
                            server.url(),
                            "--token",
                            issue(key, 1),
                            "--players",
                            "1",
                            "--seconds",
                            "1")
                    .require(0);
        }
    }

    @Test
    void a_new_key_is_taken_while_the_server_runs_and_a_bad_file_changes_nothing() throws Exception {
        final Path keys = Files.createDirectory(folder.resolve("keys"));
        Files.copy(key, keys.resolve("k1.json"));
        final Path next = makeKey("k2", "next.json");
        key = keys;
        try (Served server = serve()) {
            requireRefused(server, DisconnectReason.TOKEN_REFUSED, issue(next, 1), 1);
            Files.writeString(keys.resolve("broken.json"), "{");
            awaitError(server, "broken.json: is no JSON Web Key");
            join(server, issue(keys.resolve("k1.json"), 1));
            Files.delete(keys.resolve("broken.json"));
            Files.move(next, keys.resolve("k2.json"));
            awaitError(server, "tokenKey: read again");
            join(server, issue(keys.resolve("k1.json"), 1));
            join(server, issue(keys.resolve("k2.json"), 1));
        }
    }

    private static void awaitError(final Served server, final String words) throws InterruptedException {
        final long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!server.err().contains(words)) {
            assertTrue(System.nanoTime() < endNs, "'" + words + "' is not in: " + server.err());
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void development_with_a_key_prints_a_token_that_is_good() throws Exception {
        try (RingsideProcess process =
                RingsideProcess.start(Served.arguments(folder.resolve("data"), "--token-key", key.toString())
                        .toArray(new String[0]))) {
            final String ready = process.awaitLine("ready");
            final String line = process.awaitLine("token for match 1");
            final int port = Integer.parseInt(ready.replaceAll(".*tcp://127.0.0.1:(\\d+).*", "$1"));
            final String token = line.substring(line.lastIndexOf(' ') + 1);
            try (RawClient client = new RawClient(port)) {
                assertEquals(
                        1, client.sendMessage(hello(token, 0)).welcome().seat().match());
            }
        }
    }

    @Test
    void a_key_is_for_its_owner_only_is_not_written_over_and_may_be_halved() throws Exception {
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        final RingsideProcess.Result again = RingsideProcess.run("token", "key", "--out", key.toString());
        again.require(2);
        assertTrue(again.err().contains("not written over"), again.err());
        final Path pair = folder.resolve("pair.json");
        RingsideProcess.run("token", "key", "--pair", "--id", "p1", "--out", pair.toString())
                .require(0);
        final String half = RingsideProcess.run("token", "public", pair.toString())
                .require(0)
                .out();
        assertFalse(half.contains("\"d\""), "the private part");
        key = Files.writeString(folder.resolve("half.json"), half);
        RingsideProcess.run("token", "issue", "--key", key.toString(), "--player", "ann", "--match", "1")
                .require(2);
        try (Served server = serve()) {
            join(server, issue(pair, 1));
        }
    }
}

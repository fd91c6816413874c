package ringside.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ringside.io.session.Role;
import ringside.io.token.ConnectToken;
import ringside.io.token.TokenIssuer;
import ringside.io.token.TokenKey;
import ringside.io.token.TokenKeys;
import ringside.io.token.TokenPolicy;

/** {@code token}: keys and connect tokens. */
@Command(
        name = "token",
        description = "Make keys for connect tokens, and tokens.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Key.class, TokenCommand.Public.class, TokenCommand.Issue.class})
final class TokenCommand extends VerbGroup {
    private static final long MS = 1_000;

    /** {@code token key}. */
    @Command(
            name = "key",
            description = {
                "Makes a key, as a JSON Web Key: a shared secret, or with --pair a private key, of which servers need only",
                "what 'token public' prints. Keep it secret: whoever has it can play as anybody."
            },
            mixinStandardHelpOptions = true)
    static final class Key implements Callable<Integer> {
        @Option(
                names = "--id",
                paramLabel = "ID",
                defaultValue = "k1",
                description = "Name of the key, which tokens give; another for each of several (${DEFAULT-VALUE}).")
        private String id;

        @Option(names = "--pair", description = "A pair (ES256) instead of a shared secret (HS256).")
        private boolean pair;

        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "A new file for it, which only its owner may read; without this it is printed.")
        private @Nullable Path out;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws IOException {
            if (id.isEmpty() || id.length() > ConnectToken.MAX_TEXT) {
                throw new UsageException("--id " + id + ": 1 to " + ConnectToken.MAX_TEXT + " characters are possible");
            }
            final String key = pair ? TokenKey.newPair(id) : TokenKey.newSecret(id);
            if (out != null) {
                write(out, key);
            }
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("id", id);
                result.put(out == null ? "key" : "file", out == null ? key : out.toString());
                json.print(result);
            } else {
                json.out().println(out == null ? key : "key '" + id + "' is in " + out);
            }
            return ExitCode.OK;
        }

        private static void write(final Path file, final String key) throws IOException {
            final boolean hasOwners =
                    FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
            final FileAttribute<?>[] attributes = hasOwners
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            try (var channel = Files.newByteChannel(
                    file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
                channel.write(java.nio.ByteBuffer.wrap((key + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
            } catch (final FileAlreadyExistsException e) {
                throw new UsageException("--out " + file + ": there is such a file already; a key is not written over");
            } catch (final IOException e) {
                throw new UsageException("--out " + file + ": cannot be written: " + e.getMessage());
            }
        }
    }

    /** {@code token public}. */
    @Command(
            name = "public",
            description = "Prints the public half of a private key: all that a server needs of it.",
            mixinStandardHelpOptions = true)
    static final class Public implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "File of one private key, as 'token key --pair' made it.")
        private Path file;

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() throws IOException {
            final String half;
            try {
                half = TokenKey.publicHalf(Files.readString(file));
            } catch (final IllegalArgumentException e) {
                throw new UsageException(file + ": holds no key of a pair; make one with: token key --pair");
            } catch (final IOException e) {
                throw new UsageException(file + ": cannot be read: " + e.getMessage());
            }
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("key", half);
                json.print(result);
            } else {
                json.out().println(half);
            }
            return ExitCode.OK;
        }
    }

    /** {@code token issue}. */
    @Command(
            name = "issue",
            description = "Signs a connect token, which lets one player into one match once.",
            mixinStandardHelpOptions = true)
    static final class Issue implements Callable<Integer> {
        @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key, or folder of keys.")
        private Path key;

        @Option(names = "--key-id", paramLabel = "ID", description = "Which of several keys.")
        private @Nullable String keyId;

        @Option(names = "--player", required = true, paramLabel = "ID", description = "Who it is for.")
        private String player;

        @Option(names = "--match", required = true, paramLabel = "ID", description = "The match's number.")
        private int match;

        @Option(
                names = "--ttl",
                paramLabel = "SECONDS",
                defaultValue = "300",
                description = "How long it is good (${DEFAULT-VALUE}).")
        private int ttl;

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                defaultValue = "player",
                description = "player or spectator (${DEFAULT-VALUE}).")
        private String role;

        @Option(
                names = "--audience",
                paramLabel = "NAME",
                defaultValue = TokenPolicy.AUDIENCE,
                description = "The server that it is for, as its tokenAudience says (${DEFAULT-VALUE}).")
        private String audience;

        @Option(
                names = "--join",
                paramLabel = "FIELD=VALUE",
                description = "A join field of the game, such as name=ann; may be given several times.")
        private Map<String, String> join = new LinkedHashMap<>();

        @Mixin
        private JsonOption json;

        @Override
        public Integer call() {
            final String token = issue();
            if (json.isOn()) {
                final ObjectNode result = JsonOption.object();
                result.put("token", token);
                json.print(result);
            } else {
                json.out().println(token);
            }
            return ExitCode.OK;
        }

        private String issue() {
            final Role as = Role.of(role);
            if (as == null) {
                throw new UsageException("--role " + role + ": player and spectator are possible");
            }
            if (ttl < 1) {
                throw new UsageException("--ttl " + ttl + ": 1 or more is possible");
            }
            final Map<String, Object> fields = new LinkedHashMap<>();
            join.forEach((name, value) -> fields.put(name, ServerOptions.plain(value)));
            final TokenIssuer issuer = new TokenIssuer(TokenKeys.read(key).signing(keyId));
            try {
                return issuer.issue(new ConnectToken(
                        issuer.newId(), player, match, as, audience, System.currentTimeMillis() / MS + ttl, fields));
            } catch (final IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
    }
}

package ringside.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.behavior.Actor;
import ringside.behavior.IntPort;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.xml.Parsed;
import ringside.behavior.xml.Trees;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.io.files.FilesException;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.HelloMessage;
import ringside.io.protocol.ProtocolException;
import ringside.io.session.Admission;
import ringside.io.session.Role;
import ringside.io.token.ConnectToken;
import ringside.io.token.TokenAdmission;
import ringside.io.token.TokenIssuer;
import ringside.io.token.TokenKey;
import ringside.io.token.TokenKeys;
import ringside.io.token.TokenPolicy;
import ringside.server.ServerException;
import ringside.server.ServerSettings;
import ringside.server.rules.RuleSource;

/** What reads text: connect tokens, their keys, the configuration, rules, behaviour trees. */
final class TextDecoders {
    private static final long NOW = 1_800_000_000L;
    private static final long MOST_BYTES = 16 << 20;

    private TextDecoders() {}

    static List<Decoder> all() {
        return List.of(tokens(), keys(), configuration(), rules(), trees());
    }

    // ---- tokens

    private static TokenKeys keys(final String... texts) {
        final TreeMap<Path, String> files = new TreeMap<>();
        for (final String text : texts) {
            files.put(Path.of(files.size() + ".json"), text);
        }
        return TokenKeys.of(files);
    }

    private static Decoder tokens() {
        // Keys that are the same in each run, so that a token of the corpus stays what it is.
        final String secret = "{\"kty\":\"oct\",\"kid\":\"s1\",\"alg\":\"HS256\","
                + "\"k\":\"MDEyMzQ1Njc4OWFiY2RlZkZFRENCQTk4NzY1NDMyMTA\"}";
        final TokenKeys keys = keys(secret);
        final ConnectToken token = new ConnectToken(
                "id", "ann", 3, Role.PLAYER, "here", NOW + 60, Map.of("team", 2, "name", "Ann", "ready", true));
        final TokenPolicy policy = new TokenPolicy("here", 10, 3_600);
        return Decoder.of(
                        "connect-token",
                        ProtocolException.class,
                        () -> List.of(
                                Given.utf8(new TokenIssuer(keys.signing(null)).issue(token)),
                                Given.utf8(new TokenIssuer(
                                                keys(TokenKey.newPair("p1")).signing(null))
                                        .issue(token))),
                        () -> {
                            final TokenAdmission admission = new TokenAdmission(() -> keys, policy, () -> NOW);
                            return (buffer, offset, length) -> admitted(admission, buffer, offset, length);
                        })
                .allocatingAtMost(MOST_BYTES)
                .withWords(".", "..", "eyJhbGciOiJub25lIn0", "==", "_", "-", "%");
    }

    private static Object admitted(
            final TokenAdmission admission, final UnsafeBuffer buffer, final int offset, final int length) {
        final String token = new String(Given.bytes(buffer, offset, length), StandardCharsets.ISO_8859_1);
        final Admission.Admitted admitted = admission.admit(new HelloMessage("", 0, 3, token, Bytes.NONE, null, ""));
        // Whatever was changed, it says what was signed.
        if (admitted.match() != 3 || admitted.role() != Role.PLAYER) {
            throw new AssertionError("let in as " + admitted);
        }
        return admitted.match();
    }

    private static Decoder keys() {
        return Decoder.of(
                        "token-keys",
                        FilesException.class,
                        () -> List.of(
                                Given.utf8(TokenKey.newSecret("s1")),
                                Given.utf8(TokenKey.newPair("p1")),
                                Given.utf8(TokenKey.publicHalf(TokenKey.newPair("p2"))),
                                Given.utf8("{\"keys\":[" + TokenKey.newSecret("a") + "," + TokenKey.newSecret("b")
                                        + "]}")),
                        () -> (buffer, offset, length) -> {
                            keys(Given.text(buffer, offset, length));
                            return "keys";
                        })
                .allocatingAtMost(MOST_BYTES)
                .withWords(
                        "\"kty\":",
                        "\"oct\"",
                        "\"EC\"",
                        "\"RSA\"",
                        "\"crv\":\"P-256\"",
                        "\"x\":",
                        "\"d\":",
                        "\"kid\":");
    }

    // ---- files of an operator

    private static Decoder configuration() {
        final Path file = Given.folder("configuration").resolve("server.toml");
        return Decoder.of(
                        "configuration",
                        ServerException.class,
                        () -> List.of(
                                Given.utf8("checkpointSeconds = 1\nmatches = 2\n[rules]\nbots = 2\n"),
                                Given.utf8("# here\nhttp = -1\ntcp = 7_000\ndurability = \"synced\"\nname = 'a'\n"),
                                Given.utf8("game = \"arena\"\nhz = 60\nrules = \"rules\"\nseatHoldSeconds = 30\n")),
                        () -> (buffer, offset, length) -> {
                            Given.write(file, Given.bytes(buffer, offset, length));
                            ServerSettings.read(file);
                            return "settings";
                        })
                .allocatingAtMost(MOST_BYTES)
                .withWords(
                        "[rules]", "[[", "\"\"\"", "'''", "= ", "1e400", "-nan", "inf", "{", "1979-05-27", "\\u0000");
    }

    private static Decoder rules() {
        final GameTypes types = GameTypes.of(new GameType(new ArenaGame()));
        final Path file = Given.folder("rules").resolve("fuzzed.toml");
        return Decoder.of(
                        "rules",
                        Refused.class,
                        () -> List.of(Given.utf8("bots = 3\nfog = false\nroundSeconds = 90\n"), Given.utf8("""
                                        # calm
                                        game = 'arena'
                                        respawnMs = 1_000
                                        damage = 0x10
                                        scoreLimit = 20
                                        teams = true
                                        """)),
                        () -> (buffer, offset, length) -> {
                            Given.write(file, Given.bytes(buffer, offset, length));
                            final RuleSource source =
                                    new RuleSource(file, types, types.all().get(0), List.of());
                            final RuleSource.Reading reading = source.read();
                            if (!reading.problems().isEmpty()) {
                                throw new Refused(reading.problems().toString());
                            }
                            return reading.sets().toString();
                        })
                .allocatingAtMost(MOST_BYTES)
                .withWords(
                        "[rules]",
                        "[[",
                        "\"\"\"",
                        "'''",
                        "= ",
                        "1e400",
                        "-nan",
                        "inf",
                        "include = 'fuzzed.toml'",
                        "{",
                        "1979-05-27",
                        "\\u0000");
    }

    private static Decoder trees() {
        final Leaves<Actor> leaves = new Leaves<Actor>()
                .action("Move", (mind, tick) -> Status.SUCCESS, IntPort.of("speed", 0, 9))
                .condition("Near", (mind, tick) -> true);
        final String tree = """
                <?xml version="1.0"?>
                <root BTCPP_format="4" main_tree_to_execute="A">
                  <BehaviorTree ID="A"><Fallback name="x">
                    <Sequence><Near/><Repeat num_cycles="3"><Move speed="2"/></Repeat></Sequence>
                    <SubTree ID="B" far="4"/><Inverter><AlwaysFailure/></Inverter>
                  </Fallback></BehaviorTree>
                  <BehaviorTree ID="B"><Timeout msec="500"><Move speed="{far}"/></Timeout></BehaviorTree>
                </root>
                """;
        return Decoder.of("tree", Refused.class, () -> List.of(Given.utf8(tree)), () -> (buffer, offset, length) -> {
                    final Parsed parsed = Trees.parse(Given.text(buffer, offset, length), "fuzzed.xml", leaves);
                    if (parsed.tree() == null) {
                        throw new Refused(parsed.problems().toString());
                    }
                    return "a tree";
                })
                .allocatingAtMost(MOST_BYTES)
                .withWords(
                        "<!DOCTYPE root [<!ENTITY a 'b'>]>",
                        "&a;",
                        "&#0;",
                        "<![CDATA[",
                        "]]>",
                        "<SubTree ID=\"A\"/>",
                        "<Inverter>",
                        "{{",
                        "<!--",
                        "99999999999",
                        "xmlns:a='b' ");
    }
}

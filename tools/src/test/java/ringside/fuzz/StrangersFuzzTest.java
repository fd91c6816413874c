package ringside.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
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
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.LayoutException;
import ringside.layout.LayoutJson;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewFormatException;
import ringside.snapshot.codec.ViewTable;

/** What strangers hand to a server and to a client, damaged: connect tokens, layouts, parts of views. */
@Execution(ExecutionMode.CONCURRENT)
class StrangersFuzzTest {
    private static final Path VECTORS = Path.of("../snapshot/codec/src/test/resources/vectors");
    private static final long NOW = 1_800_000_000L;

    private static String ascii(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    // ---- tokens

    private static TokenKeys keys(final String... texts) {
        final TreeMap<Path, String> files = new TreeMap<>();
        for (final String text : texts) {
            files.put(Path.of(files.size() + ".json"), text);
        }
        return TokenKeys.of(files);
    }

    @Test
    void a_connect_token() throws InterruptedException {
        final String secret = TokenKey.newSecret("s1");
        final String pair = TokenKey.newPair("p1");
        final TokenKeys keys = keys(secret, TokenKey.publicHalf(pair));
        final ConnectToken token = new ConnectToken(
                "id", "ann", 3, Role.PLAYER, "here", NOW + 60, Map.of("team", 2, "name", "Ann", "ready", true));
        final List<byte[]> good = new ArrayList<>();
        for (final String key : List.of(secret, pair)) {
            good.add(new TokenIssuer(keys(key).signing(null)).issue(token).getBytes(StandardCharsets.ISO_8859_1));
        }
        final TokenPolicy policy = new TokenPolicy("here", 10, 3_600);
        Fuzz.of("connect tokens", ProtocolException.class)
                .withWords(".", "..", "eyJhbGciOiJub25lIn0", "==", "_", "-", "%", "\u0000")
                .run(good, () -> {
                    final TokenAdmission admission = new TokenAdmission(() -> keys, policy, () -> NOW);
                    return (buffer, offset, length) -> {
                        final HelloMessage hello =
                                new HelloMessage("", 0, 3, ascii(buffer, offset, length), Bytes.NONE, null, "");
                        final Admission.Admitted admitted = admission.admit(hello);
                        // Whatever was changed, it says what was signed.
                        if (admitted.match() != 3 || admitted.role() != Role.PLAYER) {
                            throw new AssertionError("let in as " + admitted);
                        }
                        return admitted.match();
                    };
                });
    }

    // ---- layouts

    /** What a client makes room for, when it was told such a layout. */
    @Test
    void a_layout() throws Exception {
        final List<byte[]> good = new ArrayList<>();
        for (final Vector vector : vectors()) {
            good.add(LayoutJson.write(vector.layout).getBytes(StandardCharsets.UTF_8));
        }
        Fuzz.of("layouts", LayoutException.class)
                .allocatingAtMost(128L << 20)
                .withWords(
                        "\"capacity\":65536",
                        "\"min\":-9",
                        "\"bytes\"",
                        "\"$\"",
                        "{",
                        "[",
                        "]}",
                        "null",
                        "1e9",
                        "\"single\":true,")
                .run(good, () -> (buffer, offset, length) -> {
                    final byte[] bytes = new byte[length];
                    buffer.getBytes(offset, bytes);
                    final Layout layout = LayoutJson.read(new String(bytes, StandardCharsets.UTF_8));
                    return new ViewDecoder(layout, (frame, type, record, at) -> {})
                            .tables()
                            .size();
                });
    }

    // ---- views

    /** A layout, and parts that a decoder takes one after the other. */
    private record Vector(Layout layout, int historyFrames, List<byte[]> parts) {
        /** Where in a message it says what is told before: a number of the vector, and a number of parts. */
        static final int PREFIX_BYTES = 2;

        ViewDecoder told(final int count) {
            final ViewDecoder decoder = new ViewDecoder(layout, historyFrames, (frame, type, record, offset) -> {});
            for (final byte[] part : parts.subList(0, count)) {
                decoder.apply(new UnsafeBuffer(part), 0, part.length);
            }
            return decoder;
        }
    }

    private static List<Vector> vectors() throws IOException {
        final List<Vector> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.list(VECTORS)) {
            for (final Path file : files.filter(
                            each -> each.getFileName().toString().startsWith("views-"))
                    .sorted()
                    .toList()) {
                final JsonNode vector = new ObjectMapper().readTree(file.toFile());
                final List<byte[]> parts = new ArrayList<>();
                for (final JsonNode step : vector.path("steps")) {
                    if (!step.path("outcome").asText().equals("malformed")) {
                        parts.add(HexFormat.of().parseHex(step.path("part").asText()));
                    }
                }
                vectors.add(new Vector(
                        LayoutJson.read(vector.path("layout").asText()),
                        vector.path("historyFrames").asInt(),
                        parts));
            }
        }
        return vectors;
    }

    @Test
    void a_part_of_a_view() throws Exception {
        final List<Vector> vectors = vectors();
        final List<byte[]> good = new ArrayList<>();
        for (int i = 0; i < vectors.size(); i++) {
            final List<byte[]> parts = vectors.get(i).parts;
            for (int known = 0; known < parts.size(); known++) {
                final byte[] message = new byte[Vector.PREFIX_BYTES + parts.get(known).length];
                message[0] = (byte) i;
                message[1] = (byte) known;
                System.arraycopy(parts.get(known), 0, message, Vector.PREFIX_BYTES, parts.get(known).length);
                good.add(message);
            }
        }
        Fuzz.of("parts of views", ViewFormatException.class)
                .allocatingAtMost(64L << 20)
                .run(good, () -> (buffer, offset, length) -> applied(vectors, buffer, offset, length));
    }

    private static Object applied(
            final List<Vector> vectors, final UnsafeBuffer buffer, final int offset, final int length) {
        if (length < Vector.PREFIX_BYTES) {
            return "no part";
        }
        final Vector vector = vectors.get((buffer.getByte(offset) & 0xFF) % vectors.size());
        final ViewDecoder decoder = vector.told((buffer.getByte(offset + 1) & 0xFF) % vector.parts.size());
        final String before = dump(decoder);
        try {
            final ViewDecoder.Outcome outcome =
                    decoder.apply(buffer, offset + Vector.PREFIX_BYTES, length - Vector.PREFIX_BYTES);
            return outcome + dump(decoder);
        } catch (final ViewFormatException e) {
            if (!dump(decoder).equals(before)) {
                throw new AssertionError("a part that was refused changed something", e);
            }
            throw e;
        }
    }

    private static String dump(final ViewDecoder decoder) {
        final StringBuilder text = new StringBuilder().append(decoder.frame()).append(decoder.nextSureEffect());
        for (final ViewTable table : decoder.tables()) {
            text.append('\n').append(table.table());
            for (int id = table.first(); id >= 0; id = table.next(id)) {
                text.append(' ').append(id).append('@').append(table.frame(id));
                for (final Column column : table.table().columns()) {
                    text.append(',');
                    if (table.has(id, column) && !(column instanceof BytesColumn)) {
                        text.append(table.value(id, column));
                    }
                }
            }
        }
        return text.toString();
    }
}

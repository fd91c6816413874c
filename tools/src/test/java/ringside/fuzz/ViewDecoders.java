package ringside.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.io.protocol.BookmarkMessage;
import ringside.io.protocol.Bytes;
import ringside.io.protocol.DesyncedMessage;
import ringside.io.protocol.DisconnectMessage;
import ringside.io.protocol.DisconnectReason;
import ringside.io.protocol.Limits;
import ringside.io.protocol.MessageType;
import ringside.io.protocol.ProtocolException;
import ringside.io.protocol.WelcomeMessage;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.Layout;
import ringside.layout.LayoutException;
import ringside.layout.LayoutJson;
import ringside.snapshot.codec.ViewDecoder;
import ringside.snapshot.codec.ViewFormatException;
import ringside.snapshot.codec.ViewTable;

/** What a client is handed: layouts, parts of views, messages that are read into values and written again. */
final class ViewDecoders {
    private static final Path VECTORS = Path.of("../snapshot/codec/src/test/resources/vectors");

    private ViewDecoders() {}

    static List<Decoder> all() {
        return List.of(layouts(), parts(), messages());
    }

    // ---- layouts

    /** What a client makes room for, when it was told such a layout; and the same layout when it is written again. */
    private static Decoder layouts() {
        return Decoder.of(
                        "layout",
                        LayoutException.class,
                        () -> Vector.all().stream()
                                .map(vector -> Given.utf8(LayoutJson.write(vector.layout)))
                                .toList(),
                        () -> (buffer, offset, length) -> {
                            final Layout layout = LayoutJson.read(Given.text(buffer, offset, length));
                            final String written = LayoutJson.write(layout);
                            final Layout again = LayoutJson.read(written);
                            if (again.hash() != layout.hash()
                                    || !LayoutJson.write(again).equals(written)) {
                                throw new AssertionError("another layout when it is written again: " + written);
                            }
                            return new ViewDecoder(layout, (frame, type, record, at) -> {})
                                    .tables()
                                    .size();
                        })
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
                        "\"single\":true,");
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

        static List<Vector> all() throws IOException {
            final List<Vector> vectors = new ArrayList<>();
            try (Stream<Path> files = Files.list(VECTORS)) {
                for (final Path file : files.filter(
                                each -> each.getFileName().toString().startsWith("views-"))
                        .sorted()
                        .toList()) {
                    vectors.add(of(new ObjectMapper().readTree(file.toFile())));
                }
            }
            return vectors;
        }

        private static Vector of(final JsonNode vector) {
            final List<byte[]> parts = new ArrayList<>();
            for (final JsonNode step : vector.path("steps")) {
                if (!step.path("outcome").asText().equals("malformed")) {
                    parts.add(HexFormat.of().parseHex(step.path("part").asText()));
                }
            }
            return new Vector(
                    LayoutJson.read(vector.path("layout").asText()),
                    vector.path("historyFrames").asInt(),
                    parts);
        }
    }

    private static Decoder parts() {
        final List<Vector> vectors;
        try {
            vectors = Vector.all();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return Decoder.of(
                        "view-part",
                        ViewFormatException.class,
                        () -> seeds(vectors),
                        () -> (buffer, offset, length) -> applied(vectors, buffer, offset, length))
                .allocatingAtMost(64L << 20);
    }

    private static List<byte[]> seeds(final List<Vector> vectors) {
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
        return good;
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

    // ---- messages

    private static Decoder messages() {
        return Decoder.of(
                        "messages-written-again",
                        ProtocolException.class,
                        ViewDecoders::written,
                        () -> ViewDecoders::again)
                .allocatingAtMost(4 << 20);
    }

    private static List<byte[]> written() throws IOException {
        final UnsafeBuffer bookmark = new UnsafeBuffer(new byte[BookmarkMessage.MAX_BYTES]);
        final int length = new BookmarkMessage(1, 30, "schön").write(bookmark, 0);
        final Layout layout = Vector.all().get(0).layout;
        return List.of(
                Arrays.copyOf(bookmark.byteArray(), length),
                new DesyncedMessage(7, "players[3].hp", "5", "6").write(),
                DisconnectMessage.of(DisconnectReason.VALUE_OUT_OF_RANGE, "join")
                        .write(),
                new WelcomeMessage(
                                WelcomeMessage.Seat.none(3, 1),
                                LayoutJson.write(layout),
                                layout.hash(),
                                Bytes.copyOf(new byte[4]),
                                60,
                                -1,
                                Limits.DEFAULT,
                                "here")
                        .write());
    }

    private static Object again(final UnsafeBuffer buffer, final int offset, final int lengthBytes) {
        final MessageType type = lengthBytes == 0 ? null : MessageType.of(buffer.getByte(offset));
        if (type == null) {
            return "no message";
        }
        return switch (type) {
            case BOOKMARK -> {
                final BookmarkMessage read = BookmarkMessage.read(buffer, offset, lengthBytes);
                final UnsafeBuffer into = new UnsafeBuffer(new byte[BookmarkMessage.MAX_BYTES]);
                final int length = read.write(into, 0);
                yield same(read, BookmarkMessage.read(into, 0, length));
            }
            case DESYNCED -> {
                final DesyncedMessage read = DesyncedMessage.read(buffer, offset, lengthBytes);
                final byte[] into = read.write();
                yield same(read, DesyncedMessage.read(new UnsafeBuffer(into), 0, into.length));
            }
            case DISCONNECT -> {
                final DisconnectMessage read = DisconnectMessage.read(buffer, offset, lengthBytes);
                final byte[] into = read.write();
                yield same(read, DisconnectMessage.read(new UnsafeBuffer(into), 0, into.length));
            }
            case WELCOME -> {
                final WelcomeMessage read = WelcomeMessage.read(buffer, offset, lengthBytes);
                final byte[] into = read.write();
                yield same(read, WelcomeMessage.read(new UnsafeBuffer(into), 0, into.length));
            }
            default -> "another message";
        };
    }

    private static Object same(final Object read, final Object again) {
        if (!read.equals(again)) {
            throw new AssertionError(read + " came back as " + again);
        }
        return read;
    }
}

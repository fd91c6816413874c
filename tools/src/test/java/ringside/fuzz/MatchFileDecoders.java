package ringside.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
import ringside.engine.event.Event;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MutedOutput;
import ringside.journal.EpochStart;
import ringside.journal.JournalHandler;
import ringside.layout.XxHash64;
import ringside.replay.MatchSource;
import ringside.replay.ReplayException;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileReader;

/**
 * Match files, which people hand to each other: as bytes whose closing hash is put right, and as parts that are put together to a file
 * before, so that what is compressed is reached too.
 */
final class MatchFileDecoders {
    private static final Path EVERYTHING = Path.of("../replay/src/test/resources/match-files/everything.match");
    private static final Path ARENA = Path.of("arena/src/test/resources/recordings");
    private static final int MAGIC_BYTES = 8;
    private static final int HEADER_AT = 12;
    private static final int MOST_EVENTS = 100;
    private static final long MOST_BYTES = 200L << 20;

    private MatchFileDecoders() {}

    static List<Decoder> all() {
        final Path whole = Given.folder("match").resolve("fuzzed.match");
        final Path parts = Given.folder("parts").resolve("fuzzed.match");
        final GameTypes types = GameTypes.of(new GameType(new ArenaGame()));
        return List.of(
                Decoder.of(
                                "match-file",
                                ReplayException.class,
                                () -> List.of(
                                        Files.readAllBytes(EVERYTHING),
                                        Files.readAllBytes(ARENA.resolve("one-among-bots.match"))),
                                () -> (buffer, offset, length) -> {
                                    final byte[] bytes = Given.bytes(buffer, offset, length);
                                    if (bytes.length > MAGIC_BYTES) {
                                        seal(bytes);
                                    }
                                    Given.write(whole, bytes);
                                    return played(whole, types);
                                })
                        .allocatingAtMost(MOST_BYTES)
                        .withWords("\"identity\":", "\"bytes\":", "\"afterFrame\":", "-1", "2147483647", "\"hz\":0"),
                Decoder.of(
                                "match-parts",
                                ReplayException.class,
                                () -> List.of(
                                        taken(EVERYTHING),
                                        taken(ARENA.resolve("one-among-bots.match")),
                                        taken(ARENA.resolve("two-epochs.match"))),
                                () -> (buffer, offset, length) -> {
                                    Given.write(parts, putTogether(Given.bytes(buffer, offset, length)));
                                    return played(parts, types);
                                })
                        .allocatingAtMost(MOST_BYTES)
                        .withWords("\"identity\":", "\"events\":", "\"afterFrame\":", "-1", "2147483647", "\"hz\":0"));
    }

    private static void seal(final byte[] file) {
        final int end = file.length - Long.BYTES;
        ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(end, XxHash64.hash(new UnsafeBuffer(file), 0, end, 0));
    }

    /** Reads every event and hash, and plays the first of them. */
    private static Object played(final Path file, final GameTypes types) {
        final MatchFile match = MatchFile.open(file);
        final StringBuilder text = new StringBuilder();
        final JournalHandler told = new JournalHandler() {
            @Override
            public void onEvent(final Event event) {
                text.append(event.type());
            }

            @Override
            public void onAnnotation(final int number, final int frame, final long hash) {
                text.append(frame).append(hash);
            }

            @Override
            public void onEpoch(final EpochStart start) {
                text.append(start.epoch());
            }
        };
        for (int chunk = 0; chunk < match.header().chunks().size(); chunk++) {
            final MatchFileReader reader = new MatchFileReader(match, chunk);
            while (reader.next(told)) {
                // It tells.
            }
        }
        try (MatchSource.Playback playback = match.before(0, types, new MutedOutput())) {
            for (int i = 0; i < MOST_EVENTS && playback.next(told); i++) {
                // It applies them.
            }
            text.append(playback.loop().memory().state().finalHash());
        }
        return XxHash64.hex(text.toString().hashCode());
    }

    // ---- parts

    /**
     * The header and the parts of the first chunk of a file, each with its length before it in four bytes.
     */
    private static byte[] taken(final Path file) throws IOException, DataFormatException {
        final ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        final byte[] header = new byte[all.getInt(MAGIC_BYTES)];
        all.get(HEADER_AT, header);
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        add(out, oneChunk(header));
        all.position(HEADER_AT + header.length);
        final int end = all.position() + chunkBytes(header);
        while (all.position() < end) {
            final int length = all.getInt();
            final byte[] stored = new byte[all.getInt()];
            all.get(stored);
            add(out, stored.length == length ? stored : inflated(stored, length));
        }
        return out.toByteArray();
    }

    private static int chunkBytes(final byte[] header) {
        final String text = new String(header, StandardCharsets.UTF_8);
        final String after = text.substring(text.indexOf("\"bytes\":", text.lastIndexOf("\"chunks\":")) + 8);
        return Integer.parseInt(after.substring(0, after.indexOf('}')));
    }

    /** The same header that speaks of the first chunk only, and leaves its bytes to be said. */
    private static byte[] oneChunk(final byte[] header) {
        final String text = new String(header, StandardCharsets.UTF_8);
        final int bytes = text.indexOf("\"bytes\":", text.lastIndexOf("\"chunks\":")) + 8;
        return Given.utf8(text.substring(0, bytes) + "*}]}");
    }

    private static byte[] inflated(final byte[] stored, final int length) throws DataFormatException {
        final Inflater inflater = new Inflater(true);
        inflater.setInput(stored);
        final byte[] out = new byte[length];
        int done = 0;
        while (done < length) {
            done += inflater.inflate(out, done, length - done);
        }
        inflater.end();
        return out;
    }

    private static void add(final ByteArrayOutputStream out, final byte[] part) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        out.writeBytes(part);
    }

    private static List<byte[]> split(final byte[] input) {
        final List<byte[]> parts = new ArrayList<>();
        int at = 0;
        while (input.length - at >= Integer.BYTES) {
            final int said = ByteBuffer.wrap(input).getInt(at);
            at += Integer.BYTES;
            final int length = said < 0 ? input.length - at : Math.min(said, input.length - at);
            parts.add(Arrays.copyOfRange(input, at, at + length));
            at += length;
        }
        return parts;
    }

    /** A file of one chunk, whose parts stand in it as they are, and whose header says how long that is. */
    private static byte[] putTogether(final byte[] input) {
        final List<byte[]> parts = split(input);
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (final byte[] part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            body.writeBytes(ByteBuffer.allocate(2 * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(part.length)
                    .putInt(part.length)
                    .array());
            body.writeBytes(part);
        }
        final String header = parts.isEmpty() ? "" : new String(parts.get(0), StandardCharsets.UTF_8);
        final byte[] json = Given.utf8(header.replace("*", String.valueOf(body.size())));
        final byte[] file = ByteBuffer.allocate(HEADER_AT + json.length + body.size() + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0x3148_4354_414D_5352L)
                .putInt(json.length)
                .put(json)
                .put(body.toByteArray())
                .array();
        seal(file);
        return file;
    }
}

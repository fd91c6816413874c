package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.CommandPayload;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.EventType;
import ringside.engine.event.FramePayload;
import ringside.engine.event.InputPayload;
import ringside.engine.event.JoinPayload;
import ringside.engine.event.OperatorPayload;
import ringside.engine.game.Game;
import ringside.engine.game.Match;
import ringside.engine.logic.GameType;
import ringside.journal.JournalHandler;
import ringside.layout.BytesColumn;
import ringside.layout.Column;
import ringside.layout.LayoutBuilder;
import ringside.layout.RecordType;
import ringside.layout.XxHash64;
import ringside.replay.file.MatchExport;
import ringside.replay.file.MatchFile;
import ringside.replay.file.MatchFileReader;

/**
 * The match file in {@code src/test/resources/match-files}, with inputs of every type of column, and what a reader in any language
 * makes of it: a line of JSON for each event and each hash. Both are written anew with {@code -Dringside.writeVectors=true}; that
 * is right only when the format was changed on purpose.
 */
final class MatchFileVectorsTest {
    private static final Path FILES = Path.of("src", "test", "resources", "match-files");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FRAMES = 4_000;

    @TempDir
    private Path folder;

    /** Declares a column of every type, and does nothing with them. */
    private static final class Everything implements Game {
        private RecordType input;
        private RecordType say;

        @Override
        public String name() {
            return "everything";
        }

        @Override
        public void layout(final LayoutBuilder layout) {
            layout.logicVersion(1).seats(2);
            layout.single("world").int64("clock");
            input = layout.input();
            input.bool("flag");
            input.int8("tiny", -100, 100);
            input.int16("small", -30_000, 30_000);
            input.int32("whole", Integer.MIN_VALUE, Integer.MAX_VALUE);
            input.int64("large");
            input.fixed("part", -1000, 1000);
            input.bytes("raw", 5);
            input.text("word", 6);
            layout.join().text("name", 12);
            layout.rules().fixed("drag", -2, 10);
            layout.rules().int64("key");
            say = layout.command("say");
            say.text("what", 10);
        }

        @Override
        public void created(final Match match) {
            // What is in the file matters, not what comes of it.
        }

        @Override
        public void step(final Match match) {
            // The same.
        }
    }

    @Test
    void the_committed_file_says_in_java_what_is_written_beside_it() throws IOException {
        final Path file = FILES.resolve("everything.match");
        final Path lines = FILES.resolve("everything.jsonl");
        if (Boolean.getBoolean("ringside.writeVectors")) {
            Files.createDirectories(FILES);
            record(file);
            Files.write(lines, read(file));
        }
        assertEquals(Files.readAllLines(lines), read(file));
    }

    private void record(final Path file) throws IOException {
        final Everything game = new Everything();
        final GameType type = new GameType(game);
        final SplittableRandom random = new SplittableRandom(20);
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[1_024]), 0, 1_024);
        final Path directory = folder.resolve("data");
        try (Server server = Server.open(directory, type)) {
            final RecordType rules = type.layout().rules();
            server.feed(CreatePayload.write(
                    event, 1, 77, type.layout().hash(), filled(rules, random), 0, rules.lengthBytes()));
            final RecordType join = type.layout().join();
            for (int connection = 1; connection <= 2; connection++) {
                JoinPayload.write(event, 1, connection, filled(join, random), 0, join.lengthBytes());
                JoinPayload.writeToken(event, connection, connection);
                server.feed(JoinPayload.writeSecretHash(event, connection, connection));
            }
            for (int seq = 1; seq <= FRAMES; seq++) {
                for (int player = 1; player <= 2; player++) {
                    if (seq % 97 == 1 || seq > FRAMES - 20) {
                        InputPayload.write(
                                event,
                                1,
                                player,
                                seq,
                                seq + random.nextInt(3),
                                filled(game.input, random),
                                0,
                                game.input.lengthBytes());
                        server.feed(InputPayload.writeSeen(event, seq - 3, seq - 2, random.nextInt(65_536), 12));
                    }
                }
                if (seq == 5) {
                    server.feed(CommandPayload.write(
                            event, 1, 2, 1, game.say.id(), filled(game.say, random), 0, game.say.lengthBytes()));
                }
                if (seq == 300 || seq == 310) {
                    final EventType what = seq == 300 ? EventType.PAUSE : EventType.CONTINUE;
                    server.feed(OperatorPayload.write(event, what, 1, 0, OperatorPayload.of("an operator", "to look")));
                }
                server.feed(FramePayload.write(event, seq % 500 == 0 ? 2 : 0, false));
            }
            server.stop();
        }
        MatchExport.run(
                Server.recording(directory),
                Server.typesOf(type),
                1,
                0,
                Integer.MAX_VALUE,
                List.of("a note", "über alles"),
                file,
                part -> {});
    }

    /** A record of random values. */
    private static UnsafeBuffer filled(final RecordType type, final SplittableRandom random) {
        final UnsafeBuffer record = new UnsafeBuffer(new byte[Math.max(1, type.lengthBytes())]);
        for (final Column column : type.columns()) {
            if (column instanceof final BytesColumn bytes && bytes.isText()) {
                bytes.writeText(record, 0, "wörd" + random.nextInt(100));
            } else if (column instanceof final BytesColumn bytes) {
                final byte[] raw = new byte[bytes.widthBytes()];
                random.nextBytes(raw);
                record.putBytes(bytes.offset(), raw);
            } else {
                final long span = column.max() - column.min();
                column.write(
                        record,
                        0,
                        span < 0 || span == Long.MAX_VALUE
                                ? random.nextLong()
                                : column.min() + random.nextLong(span + 1));
            }
        }
        return record;
    }

    private static List<String> read(final Path path) {
        final MatchFile file = MatchFile.open(path);
        final List<String> lines = new ArrayList<>();
        lines.add(JSON.createObjectNode().put("fileHash", file.hashHex()).toString());
        final MatchFileReader reader = new MatchFileReader(file, 0);
        final Lines handler = new Lines(file, reader, lines);
        while (reader.next(handler)) {
            // All of them.
        }
        return lines;
    }

    private static final class Lines implements JournalHandler {
        private final MatchFile file;
        private final MatchFileReader reader;
        private final List<String> lines;

        Lines(final MatchFile file, final MatchFileReader reader, final List<String> lines) {
            this.file = file;
            this.reader = reader;
            this.lines = lines;
        }

        @Override
        public void onEvent(final Event event) {
            final EventType type = event.type();
            if (type == EventType.FRAME && FramePayload.skippedFrames(event) == 0) {
                // Thousands of them say nothing else.
                return;
            }
            final ObjectNode line = JSON.createObjectNode();
            line.put("type", String.valueOf(type));
            line.put("position", event.position());
            line.put("journalPosition", String.valueOf(reader.journalPosition()));
            line.put("match", event.match());
            line.put("player", event.player());
            line.put("inputSeq", event.inputSeq());
            line.put("targetFrame", event.targetFrame());
            if (type == EventType.INPUT) {
                line.put("seenFrame", InputPayload.seenFrame(event));
                line.put("sentFrame", InputPayload.sentFrame(event));
                line.put("fraction", InputPayload.fraction(event));
                line.put("rewindBoundFrames", InputPayload.rewindBoundFrames(event));
                record(line, file.layout().input(), event.buffer(), InputPayload.RECORD_OFFSET);
            } else if (type == EventType.JOIN) {
                record(line, file.layout().join(), event.buffer(), JoinPayload.RECORD_OFFSET);
            } else if (type == EventType.CREATE) {
                record(line, file.layout().rules(), event.buffer(), CreatePayload.RECORD_OFFSET);
            } else if (type == EventType.COMMAND) {
                record(line, file.layout().commands().get(0), event.buffer(), CommandPayload.RECORD_OFFSET);
            } else if (type == EventType.PAUSE || type == EventType.CONTINUE) {
                line.put("who", OperatorPayload.who(event.buffer(), Event.HEADER_BYTES, event.payloadLength()));
                line.put("why", OperatorPayload.why(event.buffer(), Event.HEADER_BYTES, event.payloadLength()));
            }
            lines.add(line.toString());
        }

        /** Raw values, as text. */
        private static void record(
                final ObjectNode line, final RecordType type, final DirectBuffer from, final int offset) {
            final ObjectNode values = line.putObject("raw");
            for (final Column column : type.columns()) {
                values.put(
                        column.name(),
                        column instanceof BytesColumn
                                ? column.format(from, offset)
                                : String.valueOf(column.read(from, offset)));
            }
        }

        @Override
        public void onAnnotation(final int match, final int frame, final long hash) {
            if (frame % 500 == 0) {
                lines.add(JSON.createObjectNode()
                        .put("frame", frame)
                        .put("hash", XxHash64.hex(hash))
                        .toString());
            }
        }
    }
}

package ringside.fuzz;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import ringside.arena.ArenaGame;
import ringside.behavior.Actor;
import ringside.behavior.IntPort;
import ringside.behavior.Leaves;
import ringside.behavior.Status;
import ringside.behavior.xml.Parsed;
import ringside.behavior.xml.Trees;
import ringside.engine.event.CreatePayload;
import ringside.engine.event.Event;
import ringside.engine.event.FramePayload;
import ringside.engine.logic.EngineMemory;
import ringside.engine.logic.FrameLoop;
import ringside.engine.logic.GameType;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.LogicSettings;
import ringside.engine.logic.MutedOutput;
import ringside.journal.JournalException;
import ringside.layout.RecordView;
import ringside.server.rules.RuleSource;
import ringside.snapshot.checkpoint.CheckpointException;
import ringside.snapshot.checkpoint.CheckpointImage;
import ringside.snapshot.checkpoint.CheckpointStorage;
import ringside.snapshot.checkpoint.CheckpointStore;

/** Files that were damaged, or written by hand: records of a journal, checkpoints, rules, behaviour trees. */
@Execution(ExecutionMode.CONCURRENT)
class FilesFuzzTest {
    private static final String SERVER = "0123456789abcdef0123456789abcdef";
    private static final LogicSettings SETTINGS = LogicSettings.at(60).withMaxMatches(2);

    @TempDir
    private Path folder;

    private static byte[] bytes(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return bytes;
    }

    private static String text(final UnsafeBuffer buffer, final int offset, final int length) {
        return new String(bytes(buffer, offset, length), StandardCharsets.UTF_8);
    }

    // ---- journal

    @Test
    void a_record_of_a_journal() throws InterruptedException {
        final List<byte[]> records = RecordsFuzzed.written();
        final List<byte[]> good = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            for (final int how : new int[] {i, RecordsFuzzed.RESEAL | i}) {
                final byte[] message = new byte[1 + records.get(i).length];
                message[0] = (byte) how;
                System.arraycopy(records.get(i), 0, message, 1, records.get(i).length);
                good.add(message);
            }
        }
        Fuzz.of("records of a journal", JournalException.class).run(good, () -> new RecordsFuzzed(records));
    }

    @Test
    void an_epoch_whose_identity_is_too_short_to_name_a_server_is_refused() {
        final byte[] message = new byte[1 + 48 + 8];
        final UnsafeBuffer record = new UnsafeBuffer(message, 1, 56);
        record.putBytes(0, RecordsFuzzed.written().get(0), 0, 48);
        record.putByte(44, (byte) 8);
        message[0] = (byte) RecordsFuzzed.RESEAL;
        final RecordsFuzzed target = new RecordsFuzzed(RecordsFuzzed.written());
        final JournalException refused =
                assertThrows(JournalException.class, () -> target.take(new UnsafeBuffer(message), 0, message.length));
        assertTrue(String.valueOf(refused.getMessage()).contains("an identity of 8 bytes"), refused.getMessage());
    }

    // ---- checkpoints

    private static GameTypes arena() {
        return GameTypes.of(new GameType(new ArenaGame()));
    }

    private static byte[] checkpoint() {
        final GameTypes types = arena();
        final GameType type = types.all().get(0);
        final EngineMemory memory = new EngineMemory(SETTINGS, types, 2);
        final FrameLoop loop = new FrameLoop(memory, new MutedOutput(), -1);
        final Event event = new Event().wrap(new UnsafeBuffer(new byte[2_048]), 0, 2_048);
        final UnsafeBuffer rules =
                new UnsafeBuffer(new byte[type.layout().rules().lengthBytes()]);
        new RecordView(type.layout().rules()).wrap(rules, 0).reset();
        CreatePayload.write(event, 1, 7, type.layout().hash(), rules, 0, rules.capacity());
        event.position(0);
        loop.apply(event);
        for (int i = 1; i < 30; i++) {
            FramePayload.write(event, 0, false);
            event.position(i);
            loop.apply(event);
        }
        final CheckpointImage image = new CheckpointImage();
        image.capture(memory, loop.position());
        final OneCheckpoint storage = new OneCheckpoint();
        new CheckpointStore(storage, SERVER, 3).write(image);
        return storage.bytes;
    }

    /** A disk with one checkpoint on it. */
    private static final class OneCheckpoint implements CheckpointStorage {
        private String name = "";
        private byte[] bytes = {};

        @Override
        public List<String> list() {
            return List.of(name);
        }

        @Override
        public void write(final String to, final ByteBuffer from) {
            name = to;
            bytes = new byte[from.remaining()];
            from.get(bytes);
        }

        @Override
        public ByteBuffer read(final String from) {
            return ByteBuffer.wrap(bytes);
        }

        @Override
        public void delete(final String which) {}

        @Override
        public void setAside(final String which) {}
    }

    @Test
    void a_checkpoint() throws InterruptedException {
        final byte[] good = checkpoint();
        final String name = String.format("%020d", 29);
        Fuzz.of("checkpoints", CheckpointException.class)
                .allocatingAtMost(256L << 20)
                .run(List.of(good), () -> (buffer, offset, length) -> {
                    final OneCheckpoint storage = new OneCheckpoint();
                    storage.write(name, ByteBuffer.wrap(bytes(buffer, offset, length)));
                    final EngineMemory memory = new EngineMemory(SETTINGS, arena(), 2);
                    new CheckpointStore(storage, SERVER, 3).open(name).restoreInto(memory);
                    return memory.state().finalHash();
                });
    }

    // ---- rules

    @Test
    void a_file_of_rules() throws InterruptedException {
        final GameTypes types = arena();
        final List<byte[]> good = List.of(
                "bots = 3\nfog = false\nroundSeconds = 90\n".getBytes(StandardCharsets.UTF_8),
                "# calm\ngame = 'arena'\nrespawnMs = 1_000\ndamage = 0x10\nscoreLimit = 20\nteams = true\n"
                        .getBytes(StandardCharsets.UTF_8));
        Fuzz.of("files of rules", Refused.class)
                .allocatingAtMost(16L << 20)
                .withWords(
                        "[rules]",
                        "[[",
                        "\"\"\"",
                        "'''",
                        "= ",
                        "1e400",
                        "-nan",
                        "inf",
                        "include = 'fuzzed.toml'\n",
                        "{",
                        "1979-05-27",
                        "\\u0000")
                .run(good, () -> {
                    final Path file = folder.resolve("fuzzed.toml");
                    final RuleSource source =
                            new RuleSource(file, types, types.all().get(0), List.of());
                    return (buffer, offset, length) -> {
                        try {
                            Files.write(file, bytes(buffer, offset, length));
                        } catch (final IOException e) {
                            throw new UncheckedIOException(e);
                        }
                        final RuleSource.Reading reading = source.read();
                        if (!reading.problems().isEmpty()) {
                            throw new Refused(reading.problems().toString());
                        }
                        return reading.sets().toString();
                    };
                });
    }

    // ---- behaviour trees

    @Test
    void a_behaviour_tree() throws InterruptedException {
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
        Fuzz.of("behaviour trees", Refused.class)
                .allocatingAtMost(16L << 20)
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
                        "xmlns:a='b' ")
                .run(List.of(tree.getBytes(StandardCharsets.UTF_8)), () -> (buffer, offset, length) -> {
                    final Parsed parsed = Trees.parse(text(buffer, offset, length), "fuzzed.xml", leaves);
                    if (parsed.tree() == null) {
                        throw new Refused(parsed.problems().toString());
                    }
                    return "a tree";
                });
    }
}

package ringside.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.arena.ArenaGame;
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
import ringside.journal.JournalReader;
import ringside.journal.Marks;
import ringside.journal.MarksView;
import ringside.layout.RecordView;
import ringside.layout.XxHash64;
import ringside.snapshot.checkpoint.Checkpoint;
import ringside.snapshot.checkpoint.CheckpointException;
import ringside.snapshot.checkpoint.CheckpointImage;
import ringside.snapshot.checkpoint.CheckpointStorage;
import ringside.snapshot.checkpoint.CheckpointStore;

/** What a data directory holds: records of a journal, its segments, its marks, checkpoints. */
final class JournalDecoders {
    private static final Path RECORDED = Path.of("../journal/src/test/resources/recorded/1");
    private static final String JOURNAL = "engines/0/journal";
    private static final String SERVER = "0123456789abcdef0123456789abcdef";
    private static final LogicSettings SETTINGS = LogicSettings.at(60).withMaxMatches(2);
    private static final int LENGTH_AT = 8;
    private static final int HASH_BYTES = 8;
    /** Where, from its end, a checkpoint of the arena says how many rows of the table of players there are. */
    private static final int ROWS_AT_FROM_END = 12_568;

    private JournalDecoders() {}

    static List<Decoder> all() {
        return List.of(records(), segments(), marks(), checkpoints());
    }

    // ---- journal

    private static Decoder records() {
        final List<byte[]> records = RecordsFuzzed.written();
        return Decoder.of(
                "journal-record", JournalException.class, () -> seeds(records), () -> new RecordsFuzzed(records));
    }

    private static List<byte[]> seeds(final List<byte[]> records) {
        final List<byte[]> good = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            good.add(prefixed(i, records.get(i)));
            good.add(prefixed(RecordsFuzzed.RESEAL | i, records.get(i)));
        }
        return good;
    }

    /** The first segment of a journal that has more; the first byte says whether of one whose first is compressed. */
    private static Decoder segments() {
        final Path killed = copied("killed");
        final Path kept = copied("kept");
        return Decoder.of(
                        "journal-segment",
                        JournalException.class,
                        () -> List.of(
                                prefixed(0, Files.readAllBytes(killed(RECORDED.resolve("killed")))),
                                prefixed(1, Files.readAllBytes(kept(RECORDED.resolve("kept"))))),
                        () -> (buffer, offset, length) -> {
                            final boolean isKept = length > 0 && (buffer.getByte(offset) & 1) == 1;
                            Given.write(
                                    isKept ? kept(kept) : killed(killed),
                                    Given.bytes(buffer, offset + Math.min(1, length), Math.max(0, length - 1)));
                            final int[] events = {0};
                            try (JournalReader reader =
                                    JournalReader.open((isKept ? kept : killed).resolve(JOURNAL), 0)) {
                                reader.readAll(event -> events[0]++);
                            }
                            return events[0];
                        })
                .allocatingAtMost(80 << 20);
    }

    private static Path killed(final Path dir) {
        return dir.resolve(JOURNAL).resolve("20261122-1200.cq4");
    }

    private static Path kept(final Path dir) {
        return dir.resolve(JOURNAL).resolve("20261122-1201.cq4.zst");
    }

    private static byte[] prefixed(final int first, final byte[] bytes) {
        final byte[] all = new byte[1 + bytes.length];
        all[0] = (byte) first;
        System.arraycopy(bytes, 0, all, 1, bytes.length);
        return all;
    }

    private static Path copied(final String name) {
        final Path to = Given.folder("segments-" + name);
        try (Stream<Path> files = Files.walk(RECORDED.resolve(name))) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final Path copy =
                        to.resolve(RECORDED.resolve(name).relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
            return to;
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Decoder marks() {
        final Path file = Given.folder("marks").resolve("marks");
        return Decoder.of(
                        "journal-marks",
                        JournalException.class,
                        () -> List.of(Files.readAllBytes(
                                RECORDED.resolve("kept").resolve(JOURNAL).resolve("marks"))),
                        () -> (buffer, offset, length) -> {
                            Given.write(file, Given.bytes(buffer, offset, length));
                            final MarksView view = Marks.view(file);
                            return view.appended() + " " + view.synced() + " " + view.retainedFrom() + view.serverId();
                        })
                .allocatingAtMost(4 << 20);
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
        private byte[] bytes = {};

        @Override
        public List<String> list() {
            return List.of();
        }

        @Override
        public void write(final String to, final ByteBuffer from) {
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

    /** Its length and hash are put right when its first byte is 1, so that what stands behind them is looked at too. */
    private static Decoder checkpoints() {
        return Decoder.of(
                        "checkpoint",
                        CheckpointException.class,
                        () -> {
                            final byte[] bytes = checkpoint();
                            final List<byte[]> seeds = new ArrayList<>(List.of(prefixed(0, bytes), prefixed(1, bytes)));
                            // More rows of a table than it has: was once taken for a state.
                            final byte[] damaged = prefixed(1, bytes);
                            damaged[damaged.length - ROWS_AT_FROM_END] = 1;
                            damaged[damaged.length - ROWS_AT_FROM_END + 1] = 10;
                            seeds.add(damaged);
                            return seeds;
                        },
                        () -> (buffer, offset, length) -> restored(buffer, offset, length))
                .allocatingAtMost(256L << 20);
    }

    private static Object restored(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] bytes = Given.bytes(buffer, offset + Math.min(1, length), Math.max(0, length - 1));
        if (length > 1 + 16 + HASH_BYTES && buffer.getByte(offset) == 1) {
            reseal(bytes);
        }
        final Checkpoint checkpoint = Checkpoint.of("fuzzed", ByteBuffer.wrap(bytes));
        final String identity = checkpoint.identityJson();
        final EngineMemory memory = new EngineMemory(SETTINGS, arena(), 2);
        checkpoint.restoreInto(memory);
        return identity.length() + " " + memory.state().finalHash();
    }

    private static void reseal(final byte[] bytes) {
        final ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        all.putLong(LENGTH_AT, bytes.length);
        final int end = bytes.length - HASH_BYTES;
        all.putLong(end, XxHash64.hash(new UnsafeBuffer(bytes), 0, end, 0));
    }
}

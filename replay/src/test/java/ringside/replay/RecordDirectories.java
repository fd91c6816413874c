package ringside.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import ringside.engine.event.EventType;
import ringside.journal.FileRecordCursor;
import ringside.journal.RecordCursor;
import ringside.layout.XxHash64;
import ringside.snapshot.checkpoint.CheckpointInfo;

/**
 * Makes the small data directories, journal and checkpoints, that {@link RecordedDirectoryTest} recovers and replays for ever. Run
 * once for each version of a format, into a new folder of {@code src/test/resources/recorded}; those of earlier versions are never
 * made again.
 */
final class RecordDirectories {
    private static final int AHEAD_BYTES = 4_096;
    private static final int HASH_BYTES = 8;
    private static final int LENGTH_AT = 8;

    private RecordDirectories() {}

    public static void main(final String[] arguments) throws IOException {
        final Path live = Files.createTempDirectory("record").resolve("live");
        play(live);
        final Path target = Path.of(arguments[0]);
        copy(live, target);
        cutOff(target);
        Files.writeString(target.resolve("expected"), Expected.of(target) + "\n");
    }

    /** Two epochs: the first stopped cleanly on a checkpoint, the second went on under other logic and was killed. */
    private static void play(final Path live) throws IOException {
        final Events older = new Events(new Skirmish("skirmish", 1));
        final Events newer = new Events(new Skirmish("skirmish", 2));
        final Server first = Server.open(live, older.type);
        try (first) {
            first.feed(older.create(1, 5, 0)).feed(older.join(1, 7, "ann")).feed(older.create(2, 6, 20));
            first.feed(older.join(2, 9, "bo")).frames(older, 5).feed(older.input(1, 1, 1, 7, 40));
            first.feed(older.say(1, 1, 1, 77)).frames(older, 7);
            inFormat1(first, first.checkpoint());
            // Match 2 fails.
            first.feed(older.gone(EventType.DISCONNECT, 1, 1, 7)).frames(older, 12);
            first.checkpoint();
            first.stop();
        }
        try (Server second = Server.open(live, newer.type)) {
            second.feed(newer.resume(1, 1, 11, 7)).feed(newer.create(3, 8, 0)).feed(newer.join(3, 12, "cy"));
            second.frames(newer, 6).feed(newer.input(3, 1, 1, 8, -9)).feed(newer.input(1, 1, 2, 33, 12));
            second.frames(newer, 4);
            second.checkpoint();
            second.feed(newer.say(3, 1, 1, -5))
                    .frames(newer, 9)
                    .feed(newer.input(3, 1, 2, 21, 3))
                    .frames(newer, 1);
        }
    }

    /** A checkpoint as the first format had it: without the identity in front of the hash. */
    private static void inFormat1(final Server server, final CheckpointInfo info) throws IOException {
        final Path file = server.recording.checkpoints().resolve(info.name() + ".checkpoint");
        final byte[] written = Files.readAllBytes(file);
        final int identityAt = CheckpointPage.read(written).identityAt();
        final byte[] bytes = Arrays.copyOf(written, identityAt + HASH_BYTES);
        final ByteBuffer older = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        older.put(HASH_BYTES - 1, (byte) '1').putLong(LENGTH_AT, bytes.length);
        older.putLong(identityAt, XxHash64.hash(new UnsafeBuffer(bytes), 0, identityAt, 0));
        Files.write(file, bytes);
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                final Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    if (!file.getFileName().toString().startsWith(".new-")) {
                        Files.createDirectories(target);
                    }
                } else if (!file.endsWith("lock")
                        && !file.getParent().getFileName().toString().startsWith(".new-")) {
                    Files.copy(file, target);
                }
            }
        }
    }

    /** What was reserved ahead of the last record is of no interest. */
    private static void cutOff(final Path data) throws IOException {
        final Path journal = data.resolve("engines/0/journal");
        final long end;
        try (RecordCursor cursor = FileRecordCursor.open(journal)) {
            while (cursor.next() == RecordCursor.Step.RECORD) {
                assert cursor.lengthBytes() > 0;
            }
            end = cursor.end().offset();
        }
        try (Stream<Path> files = Files.list(journal)) {
            final Path last = files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .reduce((before, after) -> after)
                    .orElseThrow();
            try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
                channel.truncate(end + AHEAD_BYTES);
            }
        }
    }
}

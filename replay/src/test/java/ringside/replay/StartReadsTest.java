package ringside.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.logic.GameTypes;
import ringside.engine.logic.MutedOutput;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalCheck;
import ringside.journal.JournalConfig;
import ringside.journal.JournalException;
import ringside.snapshot.checkpoint.CheckpointInfo;

/**
 * How much of a journal a start reads does not grow with the journal: of the files that lie before the one that holds the newest good
 * checkpoint only the beginning. Shown by making the rest of them worthless.
 */
final class StartReadsTest {
    /** More than a file of the journal takes. */
    private static final int FRAMES = 20_000;

    private static final int FILES = 5;

    /** What a reader takes of a file at once: enough to see where it begins. */
    private static final int BEGINNING_BYTES = 256 * 1_024;

    private final Events events = new Events(new Skirmish("skirmish", 1));

    @TempDir
    private Path directory;

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(Server.recording(directory).journal())) {
            return files.filter(
                            file -> Files.isRegularFile(file) && file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
    }

    private static void spoil(final Path segment) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            final byte[] noise = new byte[(int) file.length() - BEGINNING_BYTES];
            Arrays.fill(noise, (byte) 0x55);
            file.seek(BEGINNING_BYTES);
            file.write(noise);
        }
    }

    @Test
    void of_files_before_the_newest_good_checkpoint_only_the_beginning_is_read() throws IOException {
        final List<Long> live;
        final CheckpointInfo checkpoint;
        final String identity;
        try (Server server = Server.open(directory, events.type)) {
            server.feed(events.create(1, 5, 0)).feed(events.join(1, 7, "ann")).frames(events, FILES * FRAMES);
            checkpoint = server.checkpoint();
            server.frames(events, 100);
            live = Server.hashesOf(server.loop);
            identity = EngineIdentity.of("test", Server.SETTINGS, GameTypes.of(events.type))
                    .toJson();
        }
        final List<Path> segments = segments();
        assertTrue(segments.size() >= FILES, segments.toString());
        for (final Path old : segments.subList(0, segments.size() - 2)) {
            spoil(old);
        }
        assertFalse(JournalCheck.run(Server.recording(directory).journal()).ok(), "who reads all of it sees it");

        final Recovery recovery = Recovery.run(
                Server.recording(directory),
                Server.SETTINGS,
                GameTypes.of(events.type),
                new MutedOutput(),
                4,
                part -> {});
        assertEquals(checkpoint.position(), recovery.checkpointPosition());
        assertEquals(100, recovery.eventsReplayed());
        assertEquals(live, Server.hashesOf(recovery.loop()));

        try (DataDirectory data = DataDirectory.open(directory, () -> 1)) {
            final JournalConfig quick =
                    Server.SMALL.withVerifyFrom(recovery.loop().position());
            final Journal.Edges edges = new Journal.Edges(() -> 1_795_348_800_000L, System::nanoTime, () -> 5);
            assertThrows(JournalException.class, () -> Journal.open(data, 0, identity, Server.SMALL, edges));
            try (Journal journal = Journal.open(data, 0, identity, quick, edges)) {
                assertEquals(
                        recovery.loop().position() + 1,
                        journal.writer().opening().nextPosition());
            }
        }
    }
}

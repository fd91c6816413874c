package ringside.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import ringside.journal.JournalException.Code;

/**
 * Takes the end of a journal out of it, because another server's journal went on from before it, and keeps it beside
 * ({@code set-aside/}); nothing is deleted. What is meant is written down first, in the file {@code cut}: a kill in the midst leaves a
 * cut that the next opening completes. The caller holds the lock of the directory, and nobody writes. Stateless.
 */
public final class JournalCut {
    private static final String INTENT = "cut";
    private static final long NOTHING = -1;

    private JournalCut() {}

    /**
     * Keeps what comes before a position, whose last record has that checksum.
     *
     * @return the files that hold what followed
     * @throws JournalException NO_SUCH_POSITION when no such record is there: nothing was done then
     */
    public static List<String> behind(
            final DataDirectory data,
            final int engine,
            final long nextPosition,
            final int lastChecksum,
            final Journal.Edges edges) {
        RecordFollower.behind(data.journal(engine), nextPosition, lastChecksum).close();
        intend(data.journal(engine), nextPosition + " " + lastChecksum);
        return finish(data, engine, edges);
    }

    /** Keeps nothing: the journal is as if none had ever been there. */
    public static List<String> all(final DataDirectory data, final int engine, final Journal.Edges edges) {
        intend(data.journal(engine), NOTHING + " 0");
        return finish(data, engine, edges);
    }

    /** Completes a cut that was broken off; where none was, this does nothing. */
    public static List<String> finish(final DataDirectory data, final int engine, final Journal.Edges edges) {
        final Path directory = data.journal(engine);
        final Path intent = directory.resolve(INTENT);
        try {
            if (!Files.exists(intent)) {
                return List.of();
            }
            final String[] words = Files.readString(intent).trim().split(" ", -1);
            final long nextPosition = Long.parseLong(words[0]);
            final List<String> kept = nextPosition == NOTHING
                    ? everything(directory, edges)
                    : tail(directory, data.serverId(), nextPosition, Integer.parseInt(words[1]), edges);
            Files.delete(intent);
            FolderSync.force(directory);
            return kept;
        } catch (final IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw failed(intent, e);
        }
    }

    private static JournalException failed(final Path file, final Exception e) {
        return new JournalException(
                Code.NOT_WRITABLE, -1, "journal file " + file + ": a tail cannot be set aside: " + e, e);
    }

    private static void intend(final Path directory, final String what) {
        final Path file = directory.resolve(INTENT);
        final Path fresh = directory.resolve(INTENT + SegmentDirectory.UNFINISHED);
        try {
            Files.writeString(fresh, what);
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            FolderSync.force(directory);
        } catch (final IOException e) {
            throw failed(file, e);
        }
    }

    private static List<String> everything(final Path directory, final Journal.Edges edges) throws IOException {
        final List<String> kept;
        try (ChronicleRecordStore store = store(directory, edges)) {
            kept = store.setAside(new RecordAddress(0, 0));
        }
        Files.deleteIfExists(directory.resolve(SegmentDirectory.EPOCH));
        Files.deleteIfExists(directory.resolve(DataDirectory.MARKS));
        return kept;
    }

    private static List<String> tail(
            final Path directory,
            final ServerId serverId,
            final long nextPosition,
            final int lastChecksum,
            final Journal.Edges edges)
            throws IOException {
        final Path file = directory.resolve(DataDirectory.MARKS);
        final MarksView marks = Marks.view(file);
        final long retained = marks.retainedFrom();
        final Mark synced = marks.synced();
        final Chain chain;
        final List<String> kept;
        try (ChronicleRecordStore store = store(directory, edges)) {
            final RecordAddress end;
            try (RecordCursor cursor = store.read()) {
                chain = new Chain(Math.max(
                        retained, Segments.begin(cursor, Math.max(Math.max(0, nextPosition - 1), retained))));
                final JournalScan scan = new JournalScan(cursor, chain);
                while (chain.nextPosition() != nextPosition || chain.previousChecksum() != lastChecksum) {
                    if (!scan.next()) {
                        throw new IOException("position " + nextPosition + " is not there any more");
                    }
                }
                end = scan.goodEnd();
            }
            kept = store.setAside(end);
        }
        final Mark cut = new Mark(0, nextPosition - 1, chain.epoch(), lastChecksum);
        JournalRepair.remake(
                file, serverId, cut, synced.position() < nextPosition - 1 ? synced : cut, retained, edges.files());
        FolderSync.force(directory);
        return kept;
    }

    private static ChronicleRecordStore store(final Path directory, final Journal.Edges edges) {
        return new ChronicleRecordStore(directory, StoreConfig.DEFAULT, edges);
    }
}

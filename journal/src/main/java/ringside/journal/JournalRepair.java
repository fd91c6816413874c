package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import ringside.journal.JournalException.Code;

/**
 * What a repair did.
 *
 * @param keptTo the position of the last event kept; -1: none
 * @param setAside the files that hold what followed
 * @param problem what was wrong; empty when nothing was, and then nothing was done
 */
public record JournalRepair(long keptTo, List<String> setAside, String problem) {
    public JournalRepair {
        setAside = List.copyOf(setAside);
    }

    /** As below, for those whom nobody watches. */
    public static JournalRepair run(final Path directory, final ServerId serverId, final LongSupplier clockMs) {
        return run(directory, serverId, clockMs, part -> {});
    }

    /**
     * Keeps a journal up to its first corruption or gap, puts what follows beside it, and makes the marks agree. Events that
     * had been shown to players may go: whoever calls this has asked. The caller holds the lock of the directory.
     *
     * @param progress told now and then which part of the journal, from 0 to 1, has been read
     */
    public static JournalRepair run(
            final Path directory, final ServerId serverId, final LongSupplier clockMs, final DoubleConsumer progress) {
        final Path file = directory.resolve(DataDirectory.MARKS);
        final Journal.Edges edges = new Journal.Edges(clockMs, System::nanoTime, () -> 0);
        try (ChronicleRecordStore store = new ChronicleRecordStore(directory, StoreConfig.DEFAULT, edges)) {
            Mark appended = Mark.NONE;
            Mark synced = Mark.NONE;
            long retainedFrom = 0;
            String problem = "";
            try {
                final MarksView marks = Marks.view(file);
                appended = marks.appended();
                synced = marks.synced();
                retainedFrom = marks.retainedFrom();
            } catch (final JournalException e) {
                problem = String.valueOf(e.getMessage());
            }
            final Chain chain = new Chain(retainedFrom);
            final RecordAddress end;
            try (RecordCursor cursor = store.read()) {
                final JournalScan scan = new JournalScan(cursor, chain);
                final JournalLength length = JournalLength.of(directory);
                for (int records = 1; scan.next(); records++) {
                    IdentityReader.requireServer(cursor, serverId);
                    if (records % JournalCheck.RECORDS_A_WORD == 0) {
                        progress.accept(length.partBefore(cursor.end()));
                    }
                }
                final JournalEnd found = scan.judge(appended, synced);
                problem = problem.isEmpty() ? found.problem() : problem;
                end = scan.goodEnd();
            }
            if (problem.isEmpty()) {
                return new JournalRepair(chain.nextPosition() - 1, List.of(), "");
            }
            final List<String> setAside = store.setAside(end);
            final int epoch = Math.max(chain.epoch(), Math.max(appended.epoch(), synced.epoch()));
            final Mark last = new Mark(0, chain.nextPosition() - 1, epoch, chain.previousChecksum());
            remake(file, serverId, last, last, retainedFrom, edges.files());
            return new JournalRepair(chain.nextPosition() - 1, setAside, problem);
        }
    }

    /** Puts other marks in the place of those that are there, whole at every moment. */
    static void remake(
            final Path file,
            final ServerId serverId,
            final Mark appended,
            final Mark synced,
            final long retainedFrom,
            final MappedFiles files) {
        final Path fresh = file.resolveSibling(file.getFileName() + ".other");
        try {
            Files.deleteIfExists(fresh);
            try (Marks marks = Marks.create(fresh, serverId, files)) {
                marks.retainedFrom(retainedFrom);
                marks.appended(appended.position(), appended.epoch(), appended.recordChecksum());
                marks.synced(synced);
                marks.force();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException e) {
            throw new JournalException(Code.NOT_WRITABLE, -1, "marks " + file + ": cannot be replaced: " + e, e);
        }
    }
}

package ringside.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import ringside.journal.support.CrashImage;
import ringside.journal.support.Directories;
import ringside.journal.support.Directories.Opened;
import ringside.journal.support.Events;
import ringside.journal.support.Keeping;

/**
 * Makes the small journals that {@link RecordedJournalTest} reads for ever. Run once for each version of a format, into a new
 * folder of {@code src/test/resources/recorded}; those of earlier versions are never made again.
 */
final class RecordJournals {
    private RecordJournals() {}

    public static void main(final String[] arguments) throws Exception {
        final Path target = Path.of(arguments[0]);
        Files.createDirectories(target);
        killed(target);
        kept(target);
    }

    /** Two epochs: the first stopped cleanly, the second was killed. */
    private static void killed(final Path target) throws IOException {
        final Path live = Files.createTempDirectory("record").resolve("live");
        final Events events = new Events();
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 40);
            opened.journal().writer().annotate(1, 7, 0x1234_5678_9ABC_DEF0L);
            events.append(opened.journal().writer(), 3);
        }
        final Path image = target.resolve("killed");
        try (Opened opened = Directories.open(live)) {
            events.append(opened.journal().writer(), 30);
            opened.journal().writer().annotate(2, 8, -1);
            events.append(opened.journal().writer(), 1);
            opened.journal().syncAgent().sync();
            CrashImage.of(live, image);
        }
        final Path last = CrashImage.last(image);
        try (RecordCursor cursor = FileRecordCursor.open(Directories.journal(image))) {
            while (cursor.next() == RecordCursor.Step.RECORD) {
                assert cursor.lengthBytes() > 0;
            }
            CrashImage.truncate(last, cursor.end().offset() + 4_096);
        }
        note(image);
    }

    /** One epoch whose beginning was removed, with compressed segments, stopped cleanly. */
    private static void kept(final Path target) throws Exception {
        final Path live = Files.createTempDirectory("record").resolve("live");
        final AtomicLong clockMs = new AtomicLong(Directories.NOON_MS);
        final AtomicLong clockNs = new AtomicLong();
        final JournalConfig minutely =
                Directories.SMALL.withStore(Directories.SMALL.store().withRollEveryMs(60_000));
        try (Opened opened = Directories.open(live, minutely, clockMs, clockNs::get, DiskSpace.REAL)) {
            final Events events = new Events();
            for (int minute = 0; minute < 5; minute++) {
                events.appendBatches(opened.journal().writer(), 150, new SplittableRandom(minute));
                clockMs.addAndGet(TimeUnit.MINUTES.toMillis(1));
                opened.journal().storeAgent().doWork();
            }
            opened.journal().syncAgent().sync();
            final Keeping keeping = new Keeping(opened.journal(), clockNs, synced -> 0);
            keeping.run();
            keeping.close();
            if (opened.journal().dropBefore(200).isEmpty()) {
                throw new IllegalStateException("nothing was removed");
            }
        }
        note(CrashImage.of(live, target.resolve("kept")));
    }

    private static void note(final Path data) throws IOException {
        Files.writeString(data.resolve("expected"), Digest.of(Directories.journal(data)) + "\n");
    }
}

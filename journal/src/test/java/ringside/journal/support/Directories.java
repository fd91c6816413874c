package ringside.journal.support;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import ringside.journal.DataDirectory;
import ringside.journal.DiskSpace;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.StoreConfig;

/** Journals in folders of tests, with clocks that stand still until told otherwise. */
public final class Directories {
    /** 2026-11-22T12:00Z. */
    public static final long NOON_MS = 1_795_348_800_000L;

    public static final String IDENTITY = "{\"game\": \"tëst\"}";

    /** Files of 1 MiB: segments roll after a few thousand events. */
    public static final JournalConfig SMALL = JournalConfig.DEFAULT.withStore(
            StoreConfig.DEFAULT.withSizes(1 << 20, 16_384, 1 << 18).withWatermark(0, 0));

    private Directories() {}

    /** A data directory with an open journal; closing gives both back. */
    public static final class Opened implements AutoCloseable {
        private final DataDirectory data;
        private final Journal journal;

        Opened(final DataDirectory data, final Journal journal) {
            this.data = data;
            this.journal = journal;
        }

        public Journal journal() {
            return journal;
        }

        public Path path() {
            return data.journal(0);
        }

        @Override
        public void close() {
            try {
                journal.close();
            } finally {
                data.close();
            }
        }
    }

    public static Opened open(final Path directory) {
        return open(directory, SMALL, new AtomicLong(NOON_MS));
    }

    public static Opened open(final Path directory, final JournalConfig config, final AtomicLong clockMs) {
        return open(directory, config, clockMs, System::nanoTime, DiskSpace.REAL);
    }

    /** With a disk and a clock of the test's own. */
    public static Opened open(
            final Path directory,
            final JournalConfig config,
            final AtomicLong clockMs,
            final LongSupplier clockNs,
            final DiskSpace disk) {
        final SplittableRandom random = new SplittableRandom(clockMs.get() ^ System.nanoTime());
        final DataDirectory data = DataDirectory.open(directory, random::nextLong);
        try {
            return new Opened(
                    data,
                    Journal.open(
                            data,
                            0,
                            IDENTITY,
                            config,
                            new Journal.Edges(clockMs::get, clockNs, random::nextLong, disk)));
        } catch (final RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** The journal folder of the first engine. */
    public static Path journal(final Path directory) {
        return directory.resolve("engines/0/journal");
    }
}

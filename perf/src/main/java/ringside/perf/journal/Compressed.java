package ringside.perf.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import ringside.journal.DataDirectory;
import ringside.journal.Journal;
import ringside.journal.JournalConfig;
import ringside.journal.JournalException;
import ringside.journal.JournalKeeper;
import ringside.journal.KeeperListener;
import ringside.perf.RunFailedException;

/** Has a journal's full files compressed, as a server does in the background, but at once. */
final class Compressed implements KeeperListener {
    /** Longer than a keeper ever rests. */
    private static final long LATER_NS = TimeUnit.MINUTES.toNanos(5);

    /** Looks in a row that found nothing to do. */
    private static final int IDLE_LOOKS = 3;

    private final AtomicReference<@Nullable JournalException> failure = new AtomicReference<>();
    private long plainBytes;

    private Compressed() {}

    /** Opens the journal once more, which ends its last file, and compresses all that came before. */
    static void compress(final Path directory) {
        final Compressed compressed = new Compressed();
        final SplittableRandom random = new SplittableRandom();
        final AtomicLong laterNs = new AtomicLong();
        try (DataDirectory data = DataDirectory.open(directory, random::nextLong);
                Journal journal = Journal.open(
                        data,
                        0,
                        "{}",
                        JournalConfig.DEFAULT,
                        new Journal.Edges(
                                System::currentTimeMillis,
                                () -> System.nanoTime() + laterNs.get(),
                                random::nextLong))) {
            journal.syncAgent().sync();
            final JournalKeeper keeper = journal.keeper(synced -> 0, compressed);
            for (int idle = 0; idle < IDLE_LOOKS; ) {
                final long before = compressed.plainBytes;
                laterNs.addAndGet(LATER_NS);
                while (keeper.doWork() > 0 && compressed.failure.get() == null && compressed.plainBytes == before) {
                    laterNs.addAndGet(1);
                }
                idle = compressed.plainBytes == before ? idle + 1 : 0;
            }
        }
        final JournalException cause = compressed.failure.get();
        if (cause != null) {
            throw new RunFailedException("the journal cannot be compressed: " + cause.getMessage(), cause);
        }
        if (compressed.plainBytes == 0) {
            throw new RunFailedException("no file of the journal was compressed");
        }
    }

    @Override
    public void compressed(final String segment, final long plain, final long inCompressedForm) {
        plainBytes += plain;
    }

    @Override
    public void removed(final List<String> segments, final long retainedFrom) {}

    @Override
    public void refused(final String why) {}

    @Override
    public void failed(final JournalException cause) {
        failure.compareAndSet(null, cause);
    }
}

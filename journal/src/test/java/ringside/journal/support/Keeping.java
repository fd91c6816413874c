package ringside.journal.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import ringside.journal.Journal;
import ringside.journal.JournalException;
import ringside.journal.JournalKeeper;
import ringside.journal.KeeperListener;
import ringside.journal.RetentionFloor;

/** A keeper with a clock of the test's own, and what it told. */
public final class Keeping implements KeeperListener {
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    private final AtomicLong clockNs;
    private final JournalKeeper keeper;
    private final List<String> compressed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<JournalException> failures = new ArrayList<>();

    public Keeping(final Journal journal, final AtomicLong clockNs, final RetentionFloor floor) {
        this.clockNs = clockNs;
        keeper = journal.keeper(floor, this);
    }

    /** An hour later: does one part of its work. */
    public int step() {
        clockNs.addAndGet(HOUR_NS);
        return keeper.doWork();
    }

    /** Works until several looks in a row found nothing to do. */
    public void run() {
        for (int idle = 0; idle < 3; ) {
            final int before = compressed.size() + removed.size() + refused.size() + failures.size();
            for (int i = 0; i < 4; i++) {
                keeper.doWork();
                clockNs.addAndGet(TimeUnit.SECONDS.toNanos(30));
            }
            idle = before == compressed.size() + removed.size() + refused.size() + failures.size() ? idle + 1 : 0;
        }
    }

    public void close() {
        keeper.onClose();
    }

    @Override
    public void compressed(final String segment, final long plainBytes, final long compressedBytes) {
        if (compressedBytes >= plainBytes) {
            throw new IllegalStateException(segment + ": " + plainBytes + " became " + compressedBytes);
        }
        compressed.add(segment);
    }

    @Override
    public void removed(final List<String> segments, final long retainedFrom) {
        removed.addAll(segments);
    }

    @Override
    public void refused(final String why) {
        refused.add(why);
    }

    @Override
    public void failed(final JournalException cause) {
        failures.add(cause);
    }

    public List<String> compressed() {
        return compressed;
    }

    public List<String> removed() {
        return removed;
    }

    public List<String> refused() {
        return refused;
    }

    public List<JournalException> failures() {
        return failures;
    }
}

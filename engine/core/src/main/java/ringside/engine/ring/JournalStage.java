package ringside.engine.ring;

import org.jspecify.annotations.Nullable;
import ringside.engine.event.EventAppender;

/**
 * Gives events their positions and appends a record for every batch; releases the batch once it is committed, so that nobody
 * behind it ever sees an event that is not in the journal. A duty cycle without a thread of its own.
 */
final class JournalStage implements Stage {
    static final String NAME = "journal";

    private final RingReader reader;
    private final EventAppender journal;
    private final HashQueue hashes;
    private final FailStop failStop;
    private final int maxBatchEvents;
    private final @Nullable JournalTimes times;

    /** @param times null: nobody wants to know */
    JournalStage(
            final RingReader reader,
            final EventAppender journal,
            final HashQueue hashes,
            final FailStop failStop,
            final int maxBatchEvents,
            final @Nullable JournalTimes times) {
        this.reader = reader;
        this.journal = journal;
        this.hashes = hashes;
        this.failStop = failStop;
        this.maxBatchEvents = maxBatchEvents;
        this.times = times;
    }

    @Override
    public int doWork() {
        final int events = reader.take(maxBatchEvents);
        if (events > 0) {
            add();
            commit();
            if (times != null) {
                times.done(reader, events);
            }
            reader.release();
        }
        return events;
    }

    private void add() {
        try {
            reader.addTo(journal);
        } catch (final RuntimeException | Error e) {
            throw failStop.stop(NAME, reader.event(), e);
        }
    }

    private void commit() {
        try {
            hashes.drainTo(journal);
            journal.commit();
        } catch (final RuntimeException | Error e) {
            throw failStop.stop(NAME, reader.lastEvent(), e);
        }
    }
}
